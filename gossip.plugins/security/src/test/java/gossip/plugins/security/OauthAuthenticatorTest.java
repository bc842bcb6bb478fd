package gossip.plugins.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gossip.api.BrokerException;
import gossip.api.broker.RequestContext;
import gossip.api.security.Authenticator;
import gossip.api.security.Authenticator.Exchange;
import gossip.api.security.Authenticator.Step;
import gossip.api.security.Principal;
import gossip.tck.AuthenticatorContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OauthAuthenticatorTest extends AuthenticatorContract {
    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
    private static final List<String> ALGORITHMS = List.of("RS256");
    private static final RsaJsonWebKey TRUSTED = key("trusted");
    private static final RsaJsonWebKey OTHER = key("trusted");

    @TempDir
    Path directory;

    private static RsaJsonWebKey key(String id) {
        try {
            RsaJsonWebKey key = RsaJwkGenerator.generateJwk(2048);
            key.setKeyId(id);
            return key;
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String jwks(RsaJsonWebKey key) {
        return new JsonWebKeySet(key).toJson(OutputControlLevel.PUBLIC_ONLY);
    }

    private static Authenticator authenticator(String keys, boolean allowsUnsecured) {
        OauthSettings settings =
                new OauthSettings(keys, "https://issuer", List.of("gossip"), "sub", 30, ALGORITHMS, allowsUnsecured);
        return new OauthAuthenticator(settings, () -> NOW);
    }

    @Override
    protected Authenticator openAuthenticator() throws Exception {
        Path file = directory.resolve("jwks.json");
        Files.writeString(file, jwks(TRUSTED));
        return authenticator(file.toString(), false);
    }

    @Override
    protected Principal known() {
        return new Principal("User", "alice");
    }

    @Override
    protected Client client(boolean isRight) throws Exception {
        byte[] first = first("", token(isRight ? TRUSTED : OTHER, claims()));
        return challenge -> challenge.length == 0 ? first : new byte[] {1};
    }

    private static JwtClaims claims() {
        JwtClaims claims = new JwtClaims();
        claims.setSubject("alice");
        claims.setIssuer("https://issuer");
        claims.setAudience("gossip");
        claims.setExpirationTime(NumericDate.fromMilliseconds(NOW.toEpochMilli() + 60_000));
        return claims;
    }

    private static String token(RsaJsonWebKey key, JwtClaims claims) throws JoseException {
        JsonWebSignature jws = new JsonWebSignature();
        jws.setPayload(claims.toJson());
        jws.setKey(key.getPrivateKey());
        jws.setKeyIdHeaderValue(key.getKeyId());
        jws.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
        return jws.getCompactSerialization();
    }

    private static String unsecured(JwtClaims claims) throws JoseException {
        JsonWebSignature jws = new JsonWebSignature();
        jws.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
        jws.setPayload(claims.toJson());
        jws.setAlgorithmHeaderValue(AlgorithmIdentifiers.NONE);
        return jws.getCompactSerialization();
    }

    private static byte[] first(String actor, String token) {
        String header = actor.isEmpty() ? "n,," : "n,a=" + actor + ",";
        return (header + "\u0001auth=Bearer " + token + "\u0001\u0001").getBytes(StandardCharsets.UTF_8);
    }

    private static Step evaluate(Authenticator authenticator, byte[] message) {
        RequestContext stranger = new RequestContext(Principal.ANONYMOUS, "c", "127.0.0.1", "kafka");
        return authenticator.begin(stranger).evaluate(ByteBuffer.wrap(message));
    }

    private void assertRefused(JwtClaims claims) throws Exception {
        assertThat(evaluate(openAuthenticator(), first("", token(TRUSTED, claims))))
                .isInstanceOf(Step.Challenge.class);
    }

    @Test
    void proofCountsUntilTheTokenExpires() throws Exception {
        Step.Accepted accepted =
                (Step.Accepted) evaluate(openAuthenticator(), first("alice", token(TRUSTED, claims())));
        assertThat(accepted.identity().expiry()).isEqualTo(Optional.of(NOW.plusSeconds(60)));
    }

    @Test
    void tokenOfAnotherTimeIssuerAudienceOrUserIsRefused() throws Exception {
        JwtClaims expired = claims();
        expired.setExpirationTime(NumericDate.fromMilliseconds(NOW.toEpochMilli() - 31_000));
        assertRefused(expired);
        JwtClaims endless = claims();
        endless.unsetClaim("exp");
        assertRefused(endless);
        JwtClaims otherIssuer = claims();
        otherIssuer.setIssuer("https://other");
        assertRefused(otherIssuer);
        JwtClaims otherAudience = claims();
        otherAudience.setAudience("other");
        assertRefused(otherAudience);
        JwtClaims nameless = claims();
        nameless.unsetClaim("sub");
        assertRefused(nameless);
        assertThat(evaluate(openAuthenticator(), first("bob", token(TRUSTED, claims()))))
                .isInstanceOf(Step.Challenge.class);
    }

    @Test
    void refusalIsToldInTheFormOfTheMechanismBeforeTheExchangeFails() throws Exception {
        RequestContext stranger = new RequestContext(Principal.ANONYMOUS, "c", "127.0.0.1", "kafka");
        Exchange exchange = openAuthenticator().begin(stranger);
        Step step = exchange.evaluate(ByteBuffer.wrap(first("", token(OTHER, claims()))));
        assertThat(StandardCharsets.UTF_8.decode(step.answer()).toString()).isEqualTo("{\"status\":\"invalid_token\"}");
        assertThatThrownBy(() -> exchange.evaluate(ByteBuffer.wrap(new byte[] {1})))
                .isInstanceOf(BrokerException.class);
    }

    @Test
    void reasonOfARefusalHoldsNothingOfTheToken() throws Exception {
        JwtClaims foreign = claims();
        foreign.setIssuer("https://elsewhere");
        for (String token : List.of(token(OTHER, claims()), token(TRUSTED, foreign), unsecured(claims()), "a.b.c")) {
            Authenticator.Exchange exchange =
                    openAuthenticator().begin(new RequestContext(Principal.ANONYMOUS, "c", "127.0.0.1", "kafka"));
            exchange.evaluate(ByteBuffer.wrap(first("", token)));
            assertThatThrownBy(() -> exchange.evaluate(ByteBuffer.wrap(new byte[] {1})))
                    .isInstanceOf(BrokerException.class)
                    .message()
                    .doesNotContain(token, token.substring(token.lastIndexOf('.')), "alice", "elsewhere");
        }
    }

    @Test
    void headersOfManyPairsAreReadLikeOthers() throws Exception {
        String pairs = "x=y\u0001".repeat(100_000);
        byte[] message = ("n,,\u0001" + pairs + "auth=Bearer " + token(TRUSTED, claims()) + "\u0001\u0001")
                .getBytes(StandardCharsets.UTF_8);
        assertThat(evaluate(openAuthenticator(), message)).isInstanceOf(Step.Accepted.class);
    }

    @Test
    void unsecuredTokenIsBelievedOnlyIfTheOperatorSaysSo() throws Exception {
        byte[] message = first("", unsecured(claims()));
        assertThat(evaluate(openAuthenticator(), message)).isInstanceOf(Step.Challenge.class);
        assertThat(evaluate(authenticator("", true), message)).isInstanceOf(Step.Accepted.class);
    }

    @Test
    void keysThatChangeAreReadAgain() throws Exception {
        Authenticator authenticator = openAuthenticator();
        byte[] message = first("", token(OTHER, claims()));
        assertThat(evaluate(authenticator, message)).isInstanceOf(Step.Challenge.class);
        Path file = directory.resolve("jwks.json");
        Files.writeString(file, jwks(OTHER));
        Files.setLastModifiedTime(file, java.nio.file.attribute.FileTime.fromMillis(1));
        assertThat(evaluate(authenticator, message)).isInstanceOf(Step.Accepted.class);
    }

    @Test
    void keysMayComeFromAUrl() throws Exception {
        String body = jwks(TRUSTED);
        try (ServerSocket web = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread answering = Thread.ofPlatform().name("gossip-test-web").start(() -> answer(web, body));
            String url = "http://127.0.0.1:" + web.getLocalPort() + "/jwks";
            assertThat(evaluate(authenticator(url, false), first("", token(TRUSTED, claims()))))
                    .isInstanceOf(Step.Accepted.class);
            answering.join();
        }
    }

    /** One request over HTTP. */
    private static void answer(ServerSocket web, String body) {
        try (Socket client = web.accept()) {
            client.getInputStream().read(new byte[4_096]);
            String answer = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: "
                    + body.length() + "\r\n\r\n" + body;
            client.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
            client.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void withoutKeysItDoesNotStart() {
        assertThatThrownBy(() -> authenticator("", false).start())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("security.oauth.jwks");
    }
}
