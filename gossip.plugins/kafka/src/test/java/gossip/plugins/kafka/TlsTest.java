package gossip.plugins.kafka;

import static gossip.plugins.kafka.memory.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gossip.api.config.Setting;
import gossip.api.network.ListenerConfig;
import gossip.api.network.TlsSettings;
import gossip.plugins.kafka.memory.Certificates;
import gossip.plugins.kafka.memory.Leaks;
import gossip.plugins.kafka.memory.RawClient;
import gossip.plugins.kafka.memory.Requests;
import gossip.plugins.kafka.memory.SliceKind;
import gossip.plugins.kafka.memory.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.net.ssl.SSLSocket;
import org.apache.kafka.common.message.CreateDelegationTokenRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.requests.CreateDelegationTokenResponse;
import org.apache.kafka.common.requests.FetchResponse;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Connections that are encrypted, and those that should be. */
class TlsTest {
    private static final int FETCH = 12;

    @TempDir
    static Path directory;

    private static Path server;
    private static Path client;
    private static Path stranger;
    private static Path trust;

    @BeforeAll
    static void makeCertificates() throws Exception {
        Certificates certificates = new Certificates(directory);
        server = certificates.keystore("server.p12", "CN=server");
        client = certificates.keystore("client.p12", "CN=Alice,OU=people,O=example");
        stranger = certificates.keystore("stranger.p12", "CN=Eve");
        trust = certificates.truststore("trust.p12", server, client);
    }

    private static TestServer start(String clientAuth, Map<String, String> more) throws IOException {
        Map<String, String> texts = new HashMap<>(Map.of(
                "network.listeners",
                "name=kafka bind_address=127.0.0.1:0 protocol=tls client_auth=" + clientAuth,
                "tls.keystore",
                server.toString(),
                "tls.keystore_password",
                Certificates.PASSWORD,
                "tls.truststore",
                trust.toString(),
                "tls.truststore_password",
                Certificates.PASSWORD));
        texts.putAll(more);
        Map<Setting<?>, String> settings = new HashMap<>();
        List<Setting<?>> all = new ArrayList<>(TlsSettings.ALL);
        all.add(ListenerConfig.LISTENERS);
        for (Setting<?> setting : all) {
            String text = texts.get(setting.key());
            if (text != null) {
                settings.put(setting, text);
            }
        }
        return TestServer.start(settings);
    }

    private static RawClient connect(TestServer server, Path... keystore) throws Exception {
        return new RawClient(Certificates.connect(server.port(), trust, keystore));
    }

    private static String user(RawClient client) throws IOException {
        CreateDelegationTokenResponse token = (CreateDelegationTokenResponse)
                client.call(ApiKeys.CREATE_DELEGATION_TOKEN, 3, new CreateDelegationTokenRequestData());
        return token.data().principalName();
    }

    @ParameterizedTest
    @EnumSource(
            value = SliceKind.class,
            names = {"FILE", "FOREIGN_FILE", "MEMORY"})
    void recordsComeAndGoAsWithoutEncryption(SliceKind kind) throws Exception {
        int batchBytes = 700_000;
        try (TestServer running = start("none", Map.of());
                RawClient kafka = connect(running)) {
            running.broker().memory().sliceKind(kind);
            kafka.call(ApiKeys.METADATA, 9, Requests.metadata("t"));
            kafka.call(ApiKeys.PRODUCE, 9, Requests.produce("t", 1, Requests.batch(batchBytes)));
            List<Integer> sent = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                sent.add(kafka.send(ApiKeys.FETCH, FETCH, Requests.fetch("t", 0, 1000, 2 * batchBytes)));
            }
            for (int correlationId : sent) {
                FetchResponse response = (FetchResponse) kafka.receive(ApiKeys.FETCH, FETCH, correlationId);
                var records = response.data()
                        .responses()
                        .getFirst()
                        .partitions()
                        .getFirst()
                        .records();
                assertThat(records.sizeInBytes()).isGreaterThan(batchBytes);
                ((org.apache.kafka.common.record.internal.MemoryRecords) records)
                        .batches()
                        .forEach(batch -> batch.ensureValid());
            }
            eventually("all is given back", () -> running.broker().memory().openSlices() == 0);
        }
        assertThat(Leaks.found()).isEmpty();
    }

    @Test
    void clientThatGoesWhileRecordsAreSentLeavesNothingBehind() throws Exception {
        try (TestServer running = start("none", Map.of())) {
            running.broker().memory().sliceKind(SliceKind.FILE);
            try (RawClient kafka = connect(running)) {
                kafka.call(ApiKeys.METADATA, 9, Requests.metadata("t"));
                kafka.call(ApiKeys.PRODUCE, 9, Requests.produce("t", 1, Requests.batch(900_000)));
                for (int i = 0; i < 20; i++) {
                    kafka.send(ApiKeys.FETCH, FETCH, Requests.fetch("t", 0, 1000, 1_000_000));
                }
            }
            eventually("all is given back", () -> running.broker().memory().openSlices() == 0);
            assertThat(running.failures()).isZero();
        }
        assertThat(Leaks.found()).isEmpty();
    }

    @Test
    void nameInTheCertificateIsThatOfTheUser() throws Exception {
        try (TestServer running = start("required", Map.of());
                RawClient kafka = connect(running, client)) {
            assertThat(user(kafka)).isEqualTo("CN=Alice,OU=people,O=example");
        }
        try (TestServer running = start(
                        "requested",
                        Map.of("tls.principal_mapping_rules", "RULE:^CN=(.*?),OU=people.*$/$1/L,DEFAULT"));
                RawClient kafka = connect(running, client);
                RawClient nameless = connect(running)) {
            assertThat(user(kafka)).isEqualTo("alice");
            assertThat(user(nameless)).isEqualTo("ANONYMOUS");
        }
    }

    @Test
    void clientWithoutTheRightCertificateDoesNotGetIn() throws Exception {
        try (TestServer running = start("required", Map.of())) {
            for (Path[] shown : new Path[][] {{}, {stranger}}) {
                assertThatThrownBy(() -> {
                            try (RawClient kafka = connect(running, shown)) {
                                kafka.call(ApiKeys.API_VERSIONS, 3, Requests.apiVersions());
                            }
                        })
                        .isInstanceOf(IOException.class);
            }
            eventually(
                    "both are noted",
                    () -> running.broker().memorySecurity().failures().size() == 2);
        }
    }

    @Test
    void handshakeThatDoesNotEndIsEndedAndHoldsUpNobody() throws Exception {
        try (TestServer running = start("none", Map.of("tls.handshake_timeout", "500ms"))) {
            List<Socket> halfOpen = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), running.port());
                socket.setSoTimeout(10_000);
                socket.getOutputStream().write(new byte[] {0x16, 3, 1});
                halfOpen.add(socket);
            }
            try (RawClient kafka = connect(running)) {
                kafka.call(ApiKeys.API_VERSIONS, 3, Requests.apiVersions());
            }
            for (Socket socket : halfOpen) {
                assertThat(new RawClient(socket).isClosedByServer()).isTrue();
                socket.close();
            }
        }
        assertThat(Leaks.found()).isEmpty();
    }

    @Test
    void noiseIsNoTls() throws Exception {
        Random random = new Random(3);
        try (TestServer running = start("none", Map.of("tls.handshake_timeout", "500ms"))) {
            for (int i = 0; i < 100; i++) {
                byte[] noise = new byte[1 + random.nextInt(2_000)];
                random.nextBytes(noise);
                try (RawClient garbage = new RawClient(running.port())) {
                    garbage.send(ByteBuffer.wrap(noise));
                } catch (IOException closedAlready) {
                    assertThat(closedAlready).isNotNull();
                }
            }
            try (RawClient plain = new RawClient(running.port())) {
                plain.send(RawClient.frame(ApiKeys.API_VERSIONS, (short) 3, 1, Requests.apiVersions()));
                assertThat(plain.socket().getInputStream().readAllBytes()).hasSizeLessThan(20); // at most an alert
            }
            try (RawClient kafka = connect(running)) {
                kafka.call(ApiKeys.API_VERSIONS, 3, Requests.apiVersions());
            }
            assertThat(running.failures()).isZero();
        }
        assertThat(Leaks.found()).isEmpty();
    }

    @Test
    void newCertificateIsUsedWithoutARestart() throws Exception {
        Certificates certificates = new Certificates(directory);
        Path used = directory.resolve("used.p12");
        Files.copy(server, used);
        Path next = certificates.keystore("next.p12", "CN=next");
        Path both = certificates.truststore("both.p12", server, next);
        try (TestServer running =
                start("none", Map.of("tls.keystore", used.toString(), "tls.reload_interval", "100ms"))) {
            try (SSLSocket before = Certificates.connect(running.port(), both)) {
                assertThat(subject(before)).isEqualTo("CN=server");
                Files.writeString(used, "broken");
                Files.copy(next, directory.resolve("moved.p12"));
                Files.move(directory.resolve("moved.p12"), used, StandardCopyOption.ATOMIC_MOVE);
                eventually("the new one is shown", () -> {
                    try (SSLSocket after = Certificates.connect(running.port(), both)) {
                        return subject(after).equals("CN=next");
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                });
                // who was there already stays
                new RawClient(before).call(ApiKeys.API_VERSIONS, 3, Requests.apiVersions());
            }
        }
    }

    private static String subject(SSLSocket socket) throws IOException {
        return ((X509Certificate) socket.getSession().getPeerCertificates()[0])
                .getSubjectX500Principal()
                .getName();
    }

    @Test
    void certificateThatCannotBeReadIsNamed() {
        assertThatThrownBy(() -> start("none", Map.of("tls.keystore", "/no/such/file")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("tls.keystore = /no/such/file");
        assertThatThrownBy(() -> start("none", Map.of("tls.keystore_password", "wrong")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("password");
    }
}
