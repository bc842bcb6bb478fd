package gossip.plugins.security;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the client's messages (RFC 5802, section 7). Strangers write them: what repeats in a pattern never gives back what it
 * has taken, or Java would need a stack as deep as a message is long.
 */
final class ScramMessage {
    private static final Pattern FIRST = Pattern.compile(
            "(?<header>n,(?:a=(?<actor>[^,]+))?,)(?<bare>n=(?<name>[^,]+),r=(?<nonce>[!-+\\--~]+)(?<more>(?:,[A-Za-z]++=[^,]*+)*+))");
    private static final Pattern FINAL = Pattern.compile(
            "(?<rest>c=(?<binding>[A-Za-z0-9+/=]+),r=(?<nonce>[!-+\\--~]+)(?:,(?!p=)[A-Za-z]++=[^,]*+)*+),p=(?<proof>[A-Za-z0-9+/=]+)");

    private ScramMessage() {}

    static First first(String mechanism, String text) {
        Matcher matcher = FIRST.matcher(text);
        if (!matcher.matches()) {
            throw Failures.malformed(mechanism, "the first message is no client-first-message");
        }
        String actor = matcher.group("actor");
        return new First(
                matcher.group("header"),
                matcher.group("bare"),
                actor == null ? "" : name(mechanism, actor),
                name(mechanism, matcher.group("name")),
                matcher.group("nonce"),
                extensions(matcher.group("more")));
    }

    static Last last(String mechanism, String text) {
        Matcher matcher = FINAL.matcher(text);
        if (!matcher.matches()) {
            throw Failures.malformed(mechanism, "the second message is no client-final-message");
        }
        try {
            byte[] binding = Base64.getDecoder().decode(matcher.group("binding"));
            return new Last(
                    matcher.group("rest"),
                    new String(binding, StandardCharsets.UTF_8),
                    matcher.group("nonce"),
                    Base64.getDecoder().decode(matcher.group("proof")));
        } catch (IllegalArgumentException e) {
            throw Failures.malformed(mechanism, "a value is not Base64");
        }
    }

    /** Commas and equals signs of names are written {@code =2C} and {@code =3D}. */
    private static String name(String mechanism, String text) {
        if (text.replace("=2C", "").replace("=3D", "").indexOf('=') >= 0) {
            throw Failures.malformed(mechanism, "the name has an equals sign");
        }
        return text.replace("=2C", ",").replace("=3D", "=");
    }

    private static Map<String, String> extensions(String text) {
        Map<String, String> extensions = new TreeMap<>();
        for (String extension : text.split(",")) {
            int equals = extension.indexOf('=');
            if (equals > 0) {
                extensions.put(extension.substring(0, equals), extension.substring(equals + 1));
            }
        }
        return extensions;
    }

    /**
     * client-first-message.
     *
     * @param header what says that there is no channel binding
     * @param bare the rest
     * @param actor whom the client wants to act for; may be empty
     * @param name who it is
     * @param nonce of the client
     * @param extensions such as {@code tokenauth}
     */
    record First(String header, String bare, String actor, String name, String nonce, Map<String, String> extensions) {}

    /**
     * client-final-message.
     *
     * @param withoutProof the message up to the proof
     * @param header the header of the first message again
     * @param nonce of both sides
     * @param proof that the client knows the password
     */
    record Last(String withoutProof, String header, String nonce, byte[] proof) {}
}
