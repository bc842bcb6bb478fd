package gossip.tests.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gossip.tests.packaged.Clients;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialDeletion;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.security.token.delegation.DelegationToken;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kafka's Java clients, which prove who they are in every way there is. */
class AuthenticationIT {
    @TempDir
    static Path directory;

    private static SecuredBroker broker;

    @BeforeAll
    static void start() {
        broker = new SecuredBroker(directory).start();
    }

    @AfterAll
    static void stop() {
        broker.broker().stopCleanly();
        broker.close();
    }

    private static void roundTrip(Clients clients) {
        String topic = clients.createTopic("t-" + UUID.randomUUID(), 2, Map.of());
        List<String> values =
                IntStream.range(0, 200).mapToObj(i -> "v".repeat(500) + i).toList();
        try (KafkaProducer<String, String> producer = clients.producer(Map.of())) {
            values.forEach(value -> producer.send(new ProducerRecord<>(topic, value)));
        }
        assertThat(clients.readAll(topic))
                .extracting(ConsumerRecord::value)
                .containsExactlyInAnyOrderElementsOf(values);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SCRAM-SHA-256", "SCRAM-SHA-512", "PLAIN"})
    void userWithAPasswordGetsIn(String mechanism) {
        roundTrip(broker.sasl(mechanism, "admin", SecuredBroker.ADMIN_PASSWORD));
    }

    @ParameterizedTest
    @ValueSource(strings = {"SCRAM-SHA-512", "PLAIN"})
    void userWithAPasswordGetsInEncrypted(String mechanism) {
        roundTrip(broker.saslTls(mechanism, "admin", SecuredBroker.ADMIN_PASSWORD));
    }

    @ParameterizedTest
    @ValueSource(strings = {"SCRAM-SHA-256", "SCRAM-SHA-512", "PLAIN"})
    void wrongPasswordAndUnknownUserAreRefusedInTheSameWay(String mechanism) {
        String[] refusals = new String[2];
        List<String> users = List.of("admin", "nobody");
        for (int i = 0; i < 2; i++) {
            try (Admin admin = broker.sasl(mechanism, users.get(i), "guess").admin()) {
                SaslAuthenticationException refusal =
                        (SaslAuthenticationException) org.assertj.core.api.Assertions.catchThrowable(
                                () -> Clients.await(admin.describeCluster().nodes()));
                refusals[i] = refusal.getMessage();
            }
        }
        assertThat(refusals[0])
                .isEqualTo(refusals[1])
                .isEqualTo(
                        mechanism.equals("PLAIN")
                                ? "Authentication failed: Invalid username or password"
                                : "Authentication failed during authentication due to invalid credentials with SASL"
                                        + " mechanism " + mechanism);
    }

    @Test
    void userIsCreatedGivenAnotherPasswordAndDeleted() {
        ScramCredentialInfo info = new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_256, 8192);
        try (Admin admin = broker.admin().admin()) {
            Clients.await(
                    admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion("dora", info, "first")))
                            .all());
            assertGetsIn("dora", "first");
            Clients.await(
                    admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion("dora", info, "second")))
                            .all());
            assertThatThrownBy(() -> assertGetsIn("dora", "first")).isInstanceOf(SaslAuthenticationException.class);
            assertGetsIn("dora", "second");
            Clients.await(admin.alterUserScramCredentials(
                            List.of(new UserScramCredentialDeletion("dora", ScramMechanism.SCRAM_SHA_256)))
                    .all());
            assertThatThrownBy(() -> assertGetsIn("dora", "second")).isInstanceOf(SaslAuthenticationException.class);
        }
    }

    private static void assertGetsIn(String user, String password) {
        try (Admin admin = broker.sasl("SCRAM-SHA-256", user, password).admin()) {
            assertThat(Clients.await(admin.describeCluster().nodes())).hasSize(1);
        }
    }

    @Test
    void certificateSaysWhoTheClientIs() {
        Authority.Issued carol = broker.authority().issue("carol", "/CN=Carol", 30);
        Authority.Issued admin = broker.authority().issue("admin", "/CN=Admin", 30);
        roundTrip(broker.mutual(admin));
        Clients stranger = broker.mutual(carol);
        assertThatThrownBy(() -> stranger.createTopic("of-carol", 1, Map.of()))
                .isInstanceOf(org.apache.kafka.common.errors.TopicAuthorizationException.class);
    }

    @Test
    void certificateThatHasExpiredIsRefused() {
        Authority.Issued expired = broker.authority().issue("expired", "/CN=Admin", -1);
        try (Admin admin = broker.mutual(expired).admin()) {
            assertThatThrownBy(() -> Clients.await(admin.describeCluster().nodes()))
                    .isInstanceOf(SslAuthenticationException.class);
        }
    }

    @Test
    void clientWithoutACertificateOrWithOneOfAnotherAuthorityIsRefused() throws Exception {
        Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
        Authority.Issued eve = new Authority(elsewhere).issue("admin", "/CN=Admin", 30);
        try (Admin admin = broker.mutual(eve).admin()) {
            assertThatThrownBy(() -> Clients.await(admin.describeCluster().nodes()))
                    .isInstanceOf(SslAuthenticationException.class);
        }
    }

    @Test
    void signedTokenSaysWhoTheClientIs() throws Exception {
        RsaJsonWebKey key = RsaJwkGenerator.generateJwk(2048);
        key.setKeyId("k1");
        broker.write("jwks.json", new JsonWebKeySet(key).toJson(OutputControlLevel.PUBLIC_ONLY));
        roundTrip(withToken(token(key, "admin")));
        RsaJsonWebKey other = RsaJwkGenerator.generateJwk(2048);
        other.setKeyId("k1");
        try (Admin admin = withToken(token(other, "admin")).admin()) {
            assertThatThrownBy(() -> Clients.await(admin.describeCluster().nodes()))
                    .isInstanceOf(SaslAuthenticationException.class)
                    .hasMessageContaining("token");
        }
    }

    private static Path token(RsaJsonWebKey key, String user) throws Exception {
        JwtClaims claims = new JwtClaims();
        claims.setSubject(user);
        claims.setIssuer("https://issuer.example");
        claims.setAudience("gossip");
        claims.setIssuedAtToNow();
        claims.setStringClaim("scope", "kafka");
        claims.setExpirationTimeMinutesInTheFuture(5);
        JsonWebSignature jws = new JsonWebSignature();
        jws.setPayload(claims.toJson());
        jws.setKey(key.getPrivateKey());
        jws.setKeyIdHeaderValue(key.getKeyId());
        jws.setAlgorithmHeaderValue("RS256");
        return broker.write("token-" + UUID.randomUUID(), jws.getCompactSerialization());
    }

    private static Clients withToken(Path token) {
        System.setProperty(
                "org.apache.kafka.sasl.oauthbearer.allowed.urls",
                System.getProperty("org.apache.kafka.sasl.oauthbearer.allowed.urls", "") + "," + token.toUri());
        Map<String, Object> properties = new HashMap<>();
        properties.put("security.protocol", "SASL_PLAINTEXT");
        properties.put("sasl.mechanism", "OAUTHBEARER");
        properties.put(
                "sasl.login.callback.handler.class",
                "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginCallbackHandler");
        properties.put("sasl.oauthbearer.token.endpoint.url", token.toUri().toString());
        properties.put(
                "sasl.jaas.config", "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required;");
        return new Clients(broker.saslAddress(), properties);
    }

    @Test
    void delegationTokenSpeaksForItsOwner() {
        DelegationToken token;
        try (Admin admin = broker.admin().admin()) {
            token = Clients.await(admin.createDelegationToken().delegationToken());
            assertThat(Clients.await(admin.describeDelegationToken().delegationTokens()))
                    .extracting(one -> one.tokenInfo().tokenId())
                    .contains(token.tokenInfo().tokenId());
        }
        Clients bearer = new Clients(
                broker.saslAddress(),
                Map.of(
                        "security.protocol",
                        "SASL_PLAINTEXT",
                        "sasl.mechanism",
                        "SCRAM-SHA-256",
                        "sasl.jaas.config",
                        "org.apache.kafka.common.security.scram.ScramLoginModule required username=\""
                                + token.tokenInfo().tokenId() + "\" password=\"" + token.hmacAsBase64String()
                                + "\" tokenauth=\"true\";"));
        roundTrip(bearer);
        try (Admin admin = bearer.admin()) {
            assertThatThrownBy(() -> Clients.await(admin.createDelegationToken().delegationToken()))
                    .isInstanceOf(org.apache.kafka.common.errors.UnsupportedByAuthenticationException.class);
        }
        try (Admin admin = broker.admin().admin()) {
            Clients.await(admin.expireDelegationToken(
                            token.hmac(),
                            new org.apache.kafka.clients.admin.ExpireDelegationTokenOptions().expiryTimePeriodMs(-1))
                    .expiryTimestamp());
        }
        try (Admin admin = bearer.admin()) {
            assertThatThrownBy(() -> Clients.await(admin.describeCluster().nodes()))
                    .isInstanceOf(SaslAuthenticationException.class);
        }
    }

    @Test
    void clientProvesAgainAndAgainWhoItIsAndLosesNothing() throws Exception {
        Clients clients = broker.saslTls("SCRAM-SHA-512", "admin", SecuredBroker.ADMIN_PASSWORD);
        String topic = clients.createTopic("reauthentication", 1, Map.of());
        int sent = 0;
        try (KafkaProducer<String, String> producer =
                clients.producer(Map.of("enable.idempotence", false, "retries", 0))) {
            Instant end = Instant.now().plus(Duration.ofSeconds(8)); // more than two sessions
            while (Instant.now().isBefore(end)) {
                producer.send(new ProducerRecord<>(topic, "v" + sent)).get(10, TimeUnit.SECONDS);
                sent++;
            }
        }
        assertThat(clients.readAll(topic)).hasSize(sent);
    }

    @Test
    void newCertificateIsShownWithoutARestart() throws Exception {
        String before = shown();
        Authority.Issued next = broker.authority().issue("next", "/CN=localhost", 30);
        Files.move(next.certificate(), broker.server().certificate(), StandardCopyOption.REPLACE_EXISTING);
        Files.move(next.key(), broker.server().key(), StandardCopyOption.REPLACE_EXISTING);
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (shown().equals(before)) {
            assertThat(System.nanoTime()).as("still the old certificate").isLessThan(deadline);
        }
        try (Admin admin = broker.tls().admin()) {
            Clients.await(admin.describeCluster().nodes());
        }
    }

    /** Serial number of the certificate that the broker shows. */
    private static String shown() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Everything()}, null);
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("localhost", broker.tlsPort())) {
            socket.setSoTimeout(10_000);
            socket.startHandshake();
            return ((X509Certificate) socket.getSession().getPeerCertificates()[0])
                    .getSerialNumber()
                    .toString();
        }
    }

    @Test
    void passwordsAreNeitherInTheLogNorInTheAuditLog() throws Exception {
        assertGetsIn("admin", SecuredBroker.ADMIN_PASSWORD);
        String audit = Files.readString(directory.resolve("data/audit/audit.log"), StandardCharsets.UTF_8);
        assertThat(audit).doesNotContain(SecuredBroker.ADMIN_PASSWORD);
        assertThat(broker.broker().output()).doesNotContain(SecuredBroker.ADMIN_PASSWORD);
    }

    /** Believes everybody, to look at what is shown. */
    private static final class Everything implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {
            // believed
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
            // believed
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
