package gossip.plugins.kafka;

import static gossip.plugins.kafka.memory.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import gossip.api.config.Setting;
import gossip.api.network.ListenerConfig;
import gossip.api.network.SaslSettings;
import gossip.plugins.kafka.memory.Passwords;
import gossip.plugins.kafka.memory.RawClient;
import gossip.plugins.kafka.memory.Requests;
import gossip.plugins.kafka.memory.TestServer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.message.CreateDelegationTokenRequestData;
import org.apache.kafka.common.message.SaslAuthenticateRequestData;
import org.apache.kafka.common.message.SaslHandshakeRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.CreateDelegationTokenResponse;
import org.apache.kafka.common.requests.SaslAuthenticateResponse;
import org.apache.kafka.common.requests.SaslHandshakeResponse;
import org.junit.jupiter.api.Test;

/** Clients that prove who they are, and those that do not. */
class SaslTest {
    private static final int AUTHENTICATE = 2;

    private static TestServer start(Map<String, String> settings) throws IOException {
        Map<Setting<?>, String> texts = new HashMap<>();
        texts.put(
                ListenerConfig.LISTENERS,
                "name=kafka bind_address=127.0.0.1:0 protocol=sasl_plaintext sasl_mechanisms=PLAIN");
        for (Setting<?> setting : SaslSettings.ALL) {
            String text = settings.get(setting.key());
            if (text != null) {
                texts.put(setting, text);
            }
        }
        return TestServer.start(texts, broker -> broker, List.of(new Passwords()));
    }

    private static Errors handshake(RawClient client, int version, String mechanism) throws IOException {
        SaslHandshakeRequestData request = new SaslHandshakeRequestData().setMechanism(mechanism);
        return ((SaslHandshakeResponse) client.call(ApiKeys.SASL_HANDSHAKE, version, request)).error();
    }

    private static SaslAuthenticateResponse authenticate(RawClient client, int version, byte[] message)
            throws IOException {
        SaslAuthenticateRequestData request = new SaslAuthenticateRequestData().setAuthBytes(message);
        return (SaslAuthenticateResponse) client.call(ApiKeys.SASL_AUTHENTICATE, version, request);
    }

    private static void login(RawClient client, String user) throws IOException {
        assertThat(handshake(client, 1, "PLAIN")).isEqualTo(Errors.NONE);
        assertThat(authenticate(client, AUTHENTICATE, Passwords.message(user, "secret"))
                        .error())
                .isEqualTo(Errors.NONE);
    }

    /** Whom the broker takes the client for. */
    private static String user(RawClient client) throws IOException {
        CreateDelegationTokenResponse token = (CreateDelegationTokenResponse)
                client.call(ApiKeys.CREATE_DELEGATION_TOKEN, 3, new CreateDelegationTokenRequestData());
        return token.data().principalName();
    }

    @Test
    void clientIsWhoItProvesToBeInEveryVersion() throws Exception {
        try (TestServer server = start(Map.of())) {
            for (int version = 0; version <= AUTHENTICATE; version++) {
                try (RawClient client = new RawClient(server.port())) {
                    client.call(ApiKeys.API_VERSIONS, 3, Requests.apiVersions());
                    assertThat(handshake(client, 1, "PLAIN")).isEqualTo(Errors.NONE);
                    SaslAuthenticateResponse more =
                            authenticate(client, version, "more".getBytes(StandardCharsets.UTF_8));
                    assertThat(more.saslAuthBytes()).asString().isEqualTo("go on");
                    assertThat(authenticate(client, version, Passwords.message("alice", "secret"))
                                    .error())
                            .isEqualTo(Errors.NONE);
                    assertThat(user(client)).isEqualTo("alice");
                }
            }
        }
    }

    @Test
    void messagesComeWithoutHeadersAfterTheFirstVersionOfTheHandshake() throws Exception {
        try (TestServer server = start(Map.of());
                RawClient client = new RawClient(server.port())) {
            assertThat(handshake(client, 0, "PLAIN")).isEqualTo(Errors.NONE);
            client.sendRaw("more".getBytes(StandardCharsets.UTF_8));
            assertThat(StandardCharsets.UTF_8.decode(client.receive()).toString())
                    .isEqualTo("go on");
            client.sendRaw(Passwords.message("bob", "secret"));
            assertThat(client.receive().remaining()).isZero();
            assertThat(user(client)).isEqualTo("bob");
        }
    }

    @Test
    void messageThatOverflowsTheStackOfTheMechanismIsRefusedAtOnce() throws Exception {
        try (TestServer server = start(Map.of("security.authentication.timeout", "10m"));
                RawClient client = new RawClient(server.port())) {
            assertThat(handshake(client, 1, "PLAIN")).isEqualTo(Errors.NONE);
            assertThat(authenticate(client, AUTHENTICATE, "deep".getBytes(StandardCharsets.UTF_8))
                            .error())
                    .isEqualTo(Errors.SASL_AUTHENTICATION_FAILED);
            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    @Test
    void wrongPasswordWithoutHeadersClosesTheConnection() throws Exception {
        try (TestServer server = start(Map.of());
                RawClient client = new RawClient(server.port())) {
            assertThat(handshake(client, 0, "PLAIN")).isEqualTo(Errors.NONE);
            client.sendRaw(new byte[0]);
            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    @Test
    void nothingElseIsHandledBeforeTheClientIsKnown() throws Exception {
        try (TestServer server = start(Map.of())) {
            for (ApiKeys key : List.of(ApiKeys.METADATA, ApiKeys.SASL_AUTHENTICATE, ApiKeys.PRODUCE)) {
                try (RawClient client = new RawClient(server.port())) {
                    client.send(
                            switch (key) {
                                case METADATA -> RawClient.frame(key, (short) 9, 1, Requests.metadata("t"));
                                case PRODUCE ->
                                    RawClient.frame(key, (short) 9, 1, Requests.produce("t", 1, Requests.batch(1)));
                                default -> RawClient.frame(key, (short) 1, 1, new SaslAuthenticateRequestData());
                            });
                    assertThat(client.isClosedByServer()).as(key.name).isTrue();
                }
            }
            try (RawClient client = new RawClient(server.port())) {
                handshake(client, 1, "PLAIN");
                client.send(ApiKeys.METADATA, 9, Requests.metadata("t"));
                assertThat(client.isClosedByServer()).isTrue();
            }
            assertThat(server.broker().cluster().metadata().topicCount()).isZero();
        }
    }

    @Test
    void requestsSentTogetherWithTheWrongPasswordAreNotHandled() throws Exception {
        try (TestServer server = start(Map.of());
                RawClient client = new RawClient(server.port())) {
            handshake(client, 1, "PLAIN");
            SaslAuthenticateRequestData wrong =
                    new SaslAuthenticateRequestData().setAuthBytes(Passwords.message("alice", "guess"));
            ByteBuffer login = RawClient.frame(ApiKeys.SASL_AUTHENTICATE, (short) 1, 5, wrong);
            ByteBuffer more = RawClient.frame(ApiKeys.METADATA, (short) 9, 6, Requests.metadata("t"));
            client.send(ByteBuffer.allocate(login.remaining() + more.remaining())
                    .put(login)
                    .put(more)
                    .flip());
            SaslAuthenticateResponse refusal =
                    (SaslAuthenticateResponse) client.receive(ApiKeys.SASL_AUTHENTICATE, 1, 5);
            assertThat(refusal.error()).isEqualTo(Errors.SASL_AUTHENTICATION_FAILED);
            assertThat(client.isClosedByServer()).isTrue();
            assertThat(server.broker().cluster().metadata().topicCount()).isZero();
        }
    }

    @Test
    void wrongPasswordIsAnsweredAfterADelayAndNoted() throws Exception {
        try (TestServer server = start(Map.of("security.authentication.failure_delay", "300ms"));
                RawClient client = new RawClient(server.port());
                RawClient other = new RawClient(server.port())) {
            handshake(client, 1, "PLAIN");
            long before = System.nanoTime();
            SaslAuthenticateRequestData wrong =
                    new SaslAuthenticateRequestData().setAuthBytes(Passwords.message("alice", "guess"));
            int sent = client.send(ApiKeys.SASL_AUTHENTICATE, 1, wrong);
            login(other, "bob"); // nobody else waits
            SaslAuthenticateResponse refusal =
                    (SaslAuthenticateResponse) client.receive(ApiKeys.SASL_AUTHENTICATE, 1, sent);
            assertThat(System.nanoTime() - before).isGreaterThan(290_000_000L);
            assertThat(refusal.error()).isEqualTo(Errors.SASL_AUTHENTICATION_FAILED);
            assertThat(refusal.errorMessage()).isEqualTo("wrong");
            assertThat(client.isClosedByServer()).isTrue();
            assertThat(server.broker().memorySecurity().failures()).containsExactly("PLAIN from 127.0.0.1: wrong");
        }
    }

    @Test
    void mechanismThatIsNotOfferedIsRefusedWithThoseThatAre() throws Exception {
        try (TestServer server = start(Map.of());
                RawClient client = new RawClient(server.port())) {
            SaslHandshakeRequestData request = new SaslHandshakeRequestData().setMechanism("GSSAPI");
            SaslHandshakeResponse response = (SaslHandshakeResponse) client.call(ApiKeys.SASL_HANDSHAKE, 1, request);
            assertThat(response.error()).isEqualTo(Errors.UNSUPPORTED_SASL_MECHANISM);
            assertThat(response.enabledMechanisms()).containsExactly("PLAIN");
            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    @Test
    void clientThatTakesTooLongIsClosed() throws Exception {
        try (TestServer server = start(Map.of("security.authentication.timeout", "100ms"));
                RawClient silent = new RawClient(server.port());
                RawClient known = new RawClient(server.port())) {
            login(known, "alice");
            assertThat(silent.isClosedByServer()).isTrue();
            assertThat(user(known)).isEqualTo("alice");
        }
    }

    @Test
    void strangersMaySendSmallRequestsOnly() throws Exception {
        try (TestServer server = start(Map.of("security.authentication.max_request_size", "1KB"));
                RawClient stranger = new RawClient(server.port());
                RawClient known = new RawClient(server.port())) {
            login(known, "alice");
            known.call(ApiKeys.METADATA, 9, Requests.metadata("t"));
            known.call(ApiKeys.PRODUCE, 9, Requests.produce("t", 1, Requests.batch(5_000)));
            stranger.send(ByteBuffer.allocate(4).putInt(1_025).flip());
            assertThat(stranger.isClosedByServer()).isTrue();
        }
    }

    @Test
    void clientThatDoesNotProveAnewWhoItIsIsClosed() throws Exception {
        try (TestServer server = start(Map.of("security.authentication.max_session", "200ms"));
                RawClient faithful = new RawClient(server.port());
                RawClient lazy = new RawClient(server.port())) {
            login(lazy, "bob");
            long until = System.nanoTime() + 600_000_000L;
            while (System.nanoTime() < until) {
                handshake(faithful, 1, "PLAIN");
                SaslAuthenticateResponse again =
                        authenticate(faithful, AUTHENTICATE, Passwords.message("alice", "secret"));
                assertThat(again.sessionLifetimeMs()).isEqualTo(200);
                assertThat(user(faithful)).isEqualTo("alice");
            }
            lazy.send(ApiKeys.METADATA, 9, Requests.metadata("t"));
            assertThat(lazy.isClosedByServer()).isTrue();
        }
    }

    @Test
    void connectionDoesNotPassToAnotherUser() throws Exception {
        try (TestServer server = start(Map.of());
                RawClient client = new RawClient(server.port())) {
            login(client, "alice");
            handshake(client, 1, "PLAIN");
            assertThat(authenticate(client, AUTHENTICATE, Passwords.message("bob", "secret"))
                            .error())
                    .isEqualTo(Errors.SASL_AUTHENTICATION_FAILED);
            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    @Test
    void listenerWithoutSaslSaysSo() throws Exception {
        try (TestServer server = TestServer.start();
                RawClient client = new RawClient(server.port())) {
            assertThat(handshake(client, 1, "PLAIN")).isEqualTo(Errors.ILLEGAL_SASL_STATE);
            assertThat(authenticate(client, AUTHENTICATE, new byte[0]).error()).isEqualTo(Errors.ILLEGAL_SASL_STATE);
        }
    }

    @Test
    void noiseBeforeAClientIsKnownClosesTheConnectionOnly() throws Exception {
        Random random = new Random(11);
        try (TestServer server = start(Map.of("security.authentication.failure_delay", "0ms"))) {
            for (int i = 0; i < 300; i++) {
                try (RawClient garbage = new RawClient(server.port())) {
                    if (i % 3 == 0) {
                        handshake(garbage, i % 2, "PLAIN");
                    }
                    byte[] noise = new byte[random.nextInt(100)];
                    random.nextBytes(noise);
                    garbage.sendRaw(noise);
                    garbage.sendRaw(noise);
                } catch (IOException closedAlready) {
                    assertThat(closedAlready).isNotNull();
                }
            }
            try (RawClient client = new RawClient(server.port())) {
                login(client, "alice");
            }
            assertThat(server.failures()).isZero();
            assertThat(server.broker().cluster().metadata().topicCount()).isZero();
        }
    }

    @Test
    void clientThatGoesWhileItIsJudgedLeavesNothingBehind() throws Exception {
        try (TestServer server = start(Map.of("security.authentication.failure_delay", "200ms"))) {
            for (int i = 0; i < 50; i++) {
                try (RawClient client = new RawClient(server.port())) {
                    handshake(client, 1, "PLAIN");
                    client.send(
                            ApiKeys.SASL_AUTHENTICATE,
                            1,
                            new SaslAuthenticateRequestData().setAuthBytes(Passwords.message("a", "guess")));
                }
            }
            eventually(
                    "all were judged",
                    () -> server.broker().memorySecurity().failures().size() == 50);
            try (RawClient client = new RawClient(server.port())) {
                login(client, "alice");
            }
            assertThat(server.failures()).isZero();
        }
    }
}
