package gossip.plugins.security;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a client sends first (RFC 7628, section 3.1).
 *
 * @param actor whom it wants to act for; may be empty
 * @param token what it has
 */
record OauthMessage(String actor, String token) {
    /** Strangers write it: what repeats gives nothing back, or Java would need a stack as deep as a message is long. */
    private static final Pattern FORM = Pattern.compile(
            "n,(?:a=(?<actor>[^,]*))?,\\x01(?<pairs>(?:[A-Za-z]++=[\\x21-\\x7E \\t\\r\\n]++\\x01)++)\\x01");

    private static final Pattern TOKEN = Pattern.compile("(?i:bearer) +(?<token>[-_\\p{Alnum}./+~]+=*) *");

    static OauthMessage parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw Failures.malformed(OauthAuthenticator.MECHANISM, "the form is another one");
        }
        String actor = form.group("actor");
        for (String pair : form.group("pairs").split("\\x01")) {
            if (pair.startsWith("auth=")) {
                Matcher token = TOKEN.matcher(pair.substring("auth=".length()));
                if (token.matches()) {
                    return new OauthMessage(actor == null ? "" : actor, token.group("token"));
                }
            }
        }
        throw Failures.malformed(OauthAuthenticator.MECHANISM, "there is no bearer token");
    }
}
