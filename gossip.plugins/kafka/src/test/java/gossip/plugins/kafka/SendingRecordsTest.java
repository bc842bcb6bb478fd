package gossip.plugins.kafka;

import static gossip.plugins.kafka.memory.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import gossip.plugins.kafka.memory.Leaks;
import gossip.plugins.kafka.memory.RawClient;
import gossip.plugins.kafka.memory.Requests;
import gossip.plugins.kafka.memory.SliceKind;
import gossip.plugins.kafka.memory.TestServer;
import java.nio.ByteBuffer;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.requests.FetchResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Records on their way from a file or from memory to the socket. */
class SendingRecordsTest {
    private TestServer server;
    private RawClient client;

    @BeforeEach
    void start() throws Exception {
        server = TestServer.start();
        client = new RawClient(server.port());
        client.call(ApiKeys.METADATA, 9, Requests.metadata("t"));
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        server.close();
        assertThat(server.broker().memory().openSlices()).isZero();
        assertThat(Leaks.found()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "FILE,10,4",
        "FILE,100000,4",
        "FILE,5000000,18",
        "FOREIGN_FILE,10,12",
        "FOREIGN_FILE,5000000,12",
        "MEMORY,10,18",
        "MEMORY,40000,18",
        "MEMORY,5000000,4"
    })
    void recordsArriveByteForByte(SliceKind kind, int valueBytes, int version) throws Exception {
        server.broker().memory().sliceKind(kind);
        ByteBuffer batch = Requests.batch(valueBytes);
        client.call(ApiKeys.PRODUCE, 9, Requests.produce("t", -1, batch));
        var request = Requests.fetch("t", 0, 1000, 1 << 20);
        if (version >= 13) {
            var topic = server.broker().cluster().metadata().topic("t").orElseThrow();
            request.topics()
                    .getFirst()
                    .setTopicId(new org.apache.kafka.common.Uuid(
                            topic.id().getMostSignificantBits(), topic.id().getLeastSignificantBits()));
        }
        FetchResponse response = (FetchResponse) client.call(ApiKeys.FETCH, version, request);
        var partition = response.data().responses().getFirst().partitions().getFirst();
        assertThat(partition.errorCode()).isZero();
        ByteBuffer received = ((MemoryRecords) partition.records()).buffer();
        // the leader epoch is the broker's
        assertThat(received.putInt(12, -1)).isEqualTo(batch);
    }

    @ParameterizedTest
    @EnumSource(
            value = SliceKind.class,
            names = {"SHORT_FILE", "SHORT_FOREIGN_FILE"})
    void fileThatIsTooShortClosesTheConnectionOnly(SliceKind kind) throws Exception {
        client.call(ApiKeys.PRODUCE, 9, Requests.produce("t", -1, Requests.batch(1_000_000)));
        server.broker().memory().sliceKind(kind);
        try (RawClient unlucky = new RawClient(server.port())) {
            unlucky.send(ApiKeys.FETCH, 12, Requests.fetch("t", 0, 1000, 1 << 20));
            byte[] sink = new byte[1 << 16];
            int count = 0;
            while (count >= 0) {
                count = unlucky.socket().getInputStream().read(sink);
            }
        } catch (java.net.SocketException reset) {
            assertThat(reset).hasMessageContaining("reset");
        }
        client.call(ApiKeys.API_VERSIONS, 3, Requests.apiVersions());
        eventually("the slice is given back", () -> server.broker().memory().openSlices() == 0);
    }
}
