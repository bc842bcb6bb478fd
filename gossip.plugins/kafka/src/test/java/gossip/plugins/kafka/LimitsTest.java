package gossip.plugins.kafka;

import static gossip.plugins.kafka.memory.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import gossip.plugins.kafka.connection.ConnectionSettings;
import gossip.plugins.kafka.memory.Leaks;
import gossip.plugins.kafka.memory.RawClient;
import gossip.plugins.kafka.memory.Requests;
import gossip.plugins.kafka.memory.SliceKind;
import gossip.plugins.kafka.memory.TestServer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.requests.FetchResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What one client may take. */
class LimitsTest {
    private static final int FETCH = 12;

    @Test
    void requestThatIsNotCompleteInTimeClosesTheConnection() throws Exception {
        try (TestServer server = TestServer.start(Map.of(ConnectionSettings.READ_TIMEOUT, "50ms"));
                RawClient slow = new RawClient(server.port());
                RawClient idle = new RawClient(server.port())) {
            slow.send(ByteBuffer.allocate(6).putInt(100).putShort((short) 18).flip());
            assertThat(slow.isClosedByServer()).isTrue();
            idle.call(ApiKeys.API_VERSIONS, 3, Requests.apiVersions());
        }
    }

    @Test
    void brokerThatIsFullDoesNotCountAsASlowClient() throws Exception {
        try (TestServer server = TestServer.start(Map.of(ConnectionSettings.READ_TIMEOUT, "50ms"));
                RawClient client = new RawClient(server.port());
                RawClient slow = new RawClient(server.port())) {
            client.call(ApiKeys.METADATA, 9, Requests.metadata("t"));
            server.broker().memory().full(true);
            int first = client.send(ApiKeys.PRODUCE, 9, Requests.produce("t", 1, Requests.batch(10)));
            int second = client.send(ApiKeys.PRODUCE, 9, Requests.produce("t", 1, Requests.batch(10)));
            slow.send(ByteBuffer.allocate(1));
            assertThat(slow.isClosedByServer()).isTrue();
            server.broker().memory().full(false);
            client.receive(ApiKeys.PRODUCE, 9, first);
            client.receive(ApiKeys.PRODUCE, 9, second);
        }
    }

    @Test
    void quietConnectionIsClosed() throws Exception {
        try (TestServer server = TestServer.start(Map.of(ConnectionSettings.IDLE_TIMEOUT, "50ms"));
                RawClient client = new RawClient(server.port())) {
            client.call(ApiKeys.API_VERSIONS, 3, Requests.apiVersions());
            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    @Test
    void connectionsBeyondTheLimitAreClosedAndTheOthersGoOn() throws Exception {
        try (TestServer server = TestServer.start(Map.of(ConnectionSettings.MAX_CONNECTIONS, "2"));
                RawClient first = new RawClient(server.port())) {
            first.call(ApiKeys.API_VERSIONS, 3, Requests.apiVersions());
            try (RawClient second = new RawClient(server.port())) {
                second.call(ApiKeys.API_VERSIONS, 3, Requests.apiVersions());
                try (RawClient third = new RawClient(server.port())) {
                    assertThat(third.isClosedByServer()).isTrue();
                }
                first.call(ApiKeys.API_VERSIONS, 3, Requests.apiVersions());
            }
            eventually("there is room again", () -> serves(server.port()));
        }
    }

    private static boolean serves(int port) {
        try (RawClient client = new RawClient(port)) {
            client.call(ApiKeys.API_VERSIONS, 3, Requests.apiVersions());
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void thousandConnectionsComeAndGo() throws Exception {
        try (TestServer server = TestServer.start()) {
            List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                clients.add(new RawClient(server.port()));
            }
            for (RawClient client : clients) {
                client.call(ApiKeys.API_VERSIONS, 3, Requests.apiVersions());
            }
            for (RawClient client : clients) {
                client.close();
            }
            assertThat(serves(server.port())).isTrue();
        }
        assertThat(Leaks.found()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = SliceKind.class,
            names = {"FILE", "FOREIGN_FILE", "MEMORY"})
    void clientThatDoesNotReadIsNotServedForEver(SliceKind kind) throws Exception {
        int batchBytes = 1 << 20;
        int fetches = 400;
        try (TestServer server = TestServer.start(Map.of(ConnectionSettings.MAX_PIPELINED_SIZE, "8MB"));
                RawClient client = new RawClient(server.port());
                RawClient other = new RawClient(server.port())) {
            server.broker().memory().sliceKind(kind);
            client.call(ApiKeys.METADATA, 9, Requests.metadata("t"));
            client.call(ApiKeys.PRODUCE, 9, Requests.produce("t", 1, Requests.batch(batchBytes)));
            List<Integer> sent = new ArrayList<>();
            for (int i = 0; i < fetches; i++) {
                sent.add(client.send(ApiKeys.FETCH, FETCH, Requests.fetch("t", 0, 1000, batchBytes)));
            }
            for (int i = 0; i < 50; i++) {
                other.call(ApiKeys.API_VERSIONS, 3, Requests.apiVersions());
                assertThat(server.broker().memory().openSlices()).isLessThanOrEqualTo(10);
            }
            for (int correlationId : sent) {
                FetchResponse response = (FetchResponse) client.receive(ApiKeys.FETCH, FETCH, correlationId);
                assertThat(response.data()
                                .responses()
                                .getFirst()
                                .partitions()
                                .getFirst()
                                .records()
                                .sizeInBytes())
                        .isGreaterThan(batchBytes);
            }
            eventually("all is given back", () -> server.broker().memory().openSlices() == 0);
        }
        assertThat(Leaks.found()).isEmpty();
    }

    @Test
    void stoppingServerAnswersWhatIsUnderWay() throws Exception {
        TestServer server = TestServer.start();
        try (RawClient client = new RawClient(server.port())) {
            client.call(ApiKeys.METADATA, 9, Requests.metadata("t"));
            int waiting = client.send(ApiKeys.FETCH, FETCH, Requests.fetch("t", 0, 60_000, 1000));
            eventually("the fetch waits", () -> server.broker().memory().waitingFetches() == 1);
            long before = System.nanoTime();
            server.close();
            assertThat(System.nanoTime() - before).isLessThan(3_000_000_000L);
            client.receive(ApiKeys.FETCH, FETCH, waiting);
            assertThat(client.isClosedByServer()).isTrue();
        }
    }
}
