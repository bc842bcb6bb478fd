package gossip.plugins.security;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.jose4j.jwk.HttpsJwks;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.keys.resolvers.HttpsJwksVerificationKeyResolver;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.jose4j.keys.resolvers.VerificationKeyResolver;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/** The keys that tokens are verified with (RFC 7517): of a file, or of a URL, which is asked again now and then. */
final class JsonWebKeys {
    private final String place;
    private @Nullable VerificationKeyResolver resolver;
    private @Nullable FileTime modified;

    JsonWebKeys(String place) {
        this.place = place;
    }

    synchronized VerificationKeyResolver resolver() {
        return OauthSettings.isUrl(place) ? ofUrl() : ofFile(Path.of(place));
    }

    private VerificationKeyResolver ofUrl() {
        VerificationKeyResolver present = resolver;
        if (present == null) {
            present = new HttpsJwksVerificationKeyResolver(new HttpsJwks(place));
            resolver = present;
        }
        return present;
    }

    private VerificationKeyResolver ofFile(Path file) {
        try {
            FileTime now = Files.getLastModifiedTime(file);
            VerificationKeyResolver present = resolver;
            if (present == null || !now.equals(modified)) {
                present = new JwksVerificationKeyResolver(new JsonWebKeySet(Files.readString(file)).getJsonWebKeys());
                resolver = present;
                modified = now;
            }
            return present;
        } catch (IOException | JoseException e) {
            throw new BrokerException(
                    ErrorCode.SASL_AUTHENTICATION_FAILED, "the keys of security.oauth.jwks cannot be read", e);
        }
    }
}
