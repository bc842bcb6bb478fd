package gossip.plugins.security;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.util.stream.Collectors;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.ErrorCodes;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;

/** Verifies JSON Web Tokens (RFC 7519). Thread-safe; may wait for the keys. */
final class Tokens {
    private static final Logger LOG = System.getLogger(Tokens.class.getName());

    private final OauthSettings settings;
    private final InstantSource clock;
    private final JsonWebKeys keys;

    Tokens(OauthSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
        this.keys = new JsonWebKeys(settings.keys());
    }

    /** Fails if no token could ever be verified. */
    void check() {
        if (settings.keys().isEmpty() && !settings.allowsUnsecured()) {
            throw new IllegalArgumentException(
                    "a listener uses OAUTHBEARER, but security.oauth.jwks is not set: it names the"
                            + " file or URL of the keys that tokens are verified with");
        }
        if (settings.allowsUnsecured()) {
            LOG.log(
                    Level.WARNING,
                    "security.oauth.allow_unsecured_for_tests is true: whoever can connect can be whoever they like");
        }
    }

    /** Reads a token that can be believed; the reason why it cannot is for the log of the operator. */
    Verified verify(String token) {
        try {
            JwtClaims claims = consumer().processToClaims(token);
            String user = claims.getStringClaimValue(settings.principalClaim());
            if (user == null || user.isEmpty()) {
                throw refuse("the token has no claim " + settings.principalClaim());
            }
            return new Verified(
                    user, Instant.ofEpochSecond(claims.getExpirationTime().getValue()));
        } catch (InvalidJwtException e) {
            throw refuse(e.getErrorDetails().stream()
                    .map(detail -> reason(detail.getErrorCode()))
                    .distinct()
                    .collect(Collectors.joining("; ")));
        } catch (MalformedClaimException e) {
            throw refuse("the claim " + settings.principalClaim() + " is no text");
        }
    }

    /** In words of our own: those of the library hold the whole token, which others may still believe. */
    private String reason(int code) {
        return switch (code) {
            case ErrorCodes.EXPIRED -> "it has expired";
            case ErrorCodes.EXPIRATION_MISSING -> "it does not say when it expires";
            case ErrorCodes.NOT_YET_VALID -> "it is not valid yet";
            case ErrorCodes.ISSUER_MISSING, ErrorCodes.ISSUER_INVALID -> "its issuer is not security.oauth.issuer";
            case ErrorCodes.AUDIENCE_MISSING, ErrorCodes.AUDIENCE_INVALID ->
                "its audience has none of security.oauth.audience";
            case ErrorCodes.SIGNATURE_MISSING -> "it is not signed";
            case ErrorCodes.SIGNATURE_INVALID -> "its signature is not by a key of security.oauth.jwks";
            default -> "it is no token that can be read and verified (" + code + " in jose4j's ErrorCodes)";
        };
    }

    private JwtConsumer consumer() {
        JwtConsumerBuilder builder = new JwtConsumerBuilder()
                .setEvaluationTime(NumericDate.fromMilliseconds(clock.millis()))
                .setAllowedClockSkewInSeconds(settings.clockSkewSeconds())
                .setRequireExpirationTime();
        if (settings.allowsUnsecured()) {
            builder.setDisableRequireSignature().setJwsAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
        } else {
            builder.setJwsAlgorithmConstraints(
                    ConstraintType.PERMIT, settings.algorithms().toArray(String[]::new));
        }
        if (!settings.keys().isEmpty()) {
            builder.setVerificationKeyResolver(keys.resolver());
        }
        if (!settings.issuer().isEmpty()) {
            builder.setExpectedIssuer(settings.issuer());
        }
        if (settings.audience().isEmpty()) {
            builder.setSkipDefaultAudienceValidation();
        } else {
            builder.setExpectedAudience(settings.audience().toArray(String[]::new));
        }
        return builder.build();
    }

    private static BrokerException refuse(String reason) {
        return new BrokerException(ErrorCode.SASL_AUTHENTICATION_FAILED, "the token is not accepted: " + reason);
    }

    /**
     * What a token says.
     *
     * @param user whom it names
     * @param expiry until when it is valid
     */
    record Verified(String user, Instant expiry) {}
}
