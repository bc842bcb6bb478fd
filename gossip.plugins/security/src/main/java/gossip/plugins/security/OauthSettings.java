package gossip.plugins.security;

import gossip.api.config.Setting;
import gossip.api.config.SettingType;
import gossip.api.config.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * Which tokens are believed.
 *
 * @param keys file or URL of the keys that tokens are signed with; empty if there are none
 * @param issuer who has to have issued them; empty for anybody
 * @param audience one of which they have to be for; empty for anybody
 * @param principalClaim what names the user
 * @param clockSkewSeconds how far the issuer's clock may be off
 * @param algorithms how tokens may be signed
 * @param allowsUnsecured whether tokens without signature are believed
 */
record OauthSettings(
        String keys,
        String issuer,
        List<String> audience,
        String principalClaim,
        int clockSkewSeconds,
        List<String> algorithms,
        boolean allowsUnsecured) {
    private static final Setting<String> JWKS = Setting.of(
                    "security.oauth.jwks",
                    SettingType.TEXT,
                    "",
                    "JSON Web Key Set that OAUTHBEARER tokens are verified with: a file, which is read again when it"
                            + " changes, or an https URL.")
            .require(OauthSettings::isFileOrSafeUrl, "a file or an https URL");

    private static final Setting<String> ISSUER = Setting.of(
            "security.oauth.issuer",
            SettingType.TEXT,
            "",
            "Issuer that OAUTHBEARER tokens have to name; when empty, any.");

    private static final Setting<List<String>> AUDIENCE = Setting.of(
            "security.oauth.audience",
            SettingType.LIST,
            List.<String>of(),
            "Audiences of which OAUTHBEARER tokens have to name one; when empty, any.");

    private static final Setting<String> PRINCIPAL_CLAIM = Setting.of(
                    "security.oauth.principal_claim",
                    SettingType.TEXT,
                    "sub",
                    "Claim of an OAUTHBEARER token that names the user.")
            .require(claim -> !claim.isEmpty(), "a name");

    private static final Setting<Duration> CLOCK_SKEW = Setting.of(
                    "security.oauth.clock_skew",
                    SettingType.DURATION,
                    Duration.ofSeconds(30),
                    "How far the clock of the issuer of OAUTHBEARER tokens may be off.")
            .require(skew -> !skew.isNegative() && skew.toSeconds() <= 3_600, "0s to 1h");

    private static final Setting<List<String>> ALGORITHMS = Setting.of(
                    "security.oauth.algorithms",
                    SettingType.LIST,
                    List.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"),
                    "How OAUTHBEARER tokens may be signed.")
            .require(
                    names -> names.stream().allMatch(name -> name.matches("(RS|PS|ES)(256|384|512)")),
                    "a list of RS256 and the like");

    private static final Setting<Boolean> ALLOW_UNSECURED = Setting.of(
            "security.oauth.allow_unsecured_for_tests",
            SettingType.BOOLEAN,
            false,
            "Whether OAUTHBEARER tokens without a signature are believed. Anybody can then be anybody: for tests"
                    + " only.");

    static final List<Setting<?>> ALL =
            List.of(JWKS, ISSUER, AUDIENCE, PRINCIPAL_CLAIM, CLOCK_SKEW, ALGORITHMS, ALLOW_UNSECURED);

    static OauthSettings from(Settings settings) {
        return new OauthSettings(
                settings.value(JWKS),
                settings.value(ISSUER),
                settings.value(AUDIENCE),
                settings.value(PRINCIPAL_CLAIM),
                Math.toIntExact(settings.value(CLOCK_SKEW).toSeconds()),
                settings.value(ALGORITHMS),
                settings.value(ALLOW_UNSECURED));
    }

    static boolean isUrl(String keys) {
        return keys.startsWith("https://") || keys.startsWith("http://");
    }

    /** Keys that anybody on the way can exchange are none, but on this machine. */
    private static boolean isFileOrSafeUrl(String keys) {
        if (!isUrl(keys)) {
            return true;
        }
        URI uri = URI.create(keys);
        String host = uri.getHost();
        return host != null
                && (uri.getScheme().equals("https")
                        || List.of("localhost", "127.0.0.1", "[::1]").contains(host));
    }
}
