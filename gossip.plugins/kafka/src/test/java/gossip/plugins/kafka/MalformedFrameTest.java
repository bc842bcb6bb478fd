package gossip.plugins.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import gossip.plugins.kafka.memory.Leaks;
import gossip.plugins.kafka.memory.RandomRequests;
import gossip.plugins.kafka.memory.RawClient;
import gossip.plugins.kafka.memory.Requests;
import gossip.plugins.kafka.memory.TestServer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.message.ApiVersionsResponseData.ApiVersion;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.requests.ApiVersionsResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes that no client should send. Whatever comes, other connections are served and nothing is left behind. */
class MalformedFrameTest {
    private static final int FRAMES_PER_SEED = 1_500;
    private static final int FRAMES_PER_CONNECTION = 8;

    private final List<ApiVersion> supported = new ArrayList<>();

    private TestServer server;
    private RawClient bystander;

    @BeforeEach
    void start() throws Exception {
        server = TestServer.start();
        bystander = new RawClient(server.port());
        var versions = (ApiVersionsResponse) bystander.call(ApiKeys.API_VERSIONS, 3, Requests.apiVersions());
        versions.data().apiKeys().forEach(supported::add);
        bystander.call(ApiKeys.METADATA, 9, Requests.metadata("t"));
    }

    @AfterEach
    void stop() throws Exception {
        bystander.call(ApiKeys.API_VERSIONS, 3, Requests.apiVersions());
        bystander.close();
        server.close();
        assertThat(server.failures()).isZero();
        assertThat(server.broker().memory().openSlices()).isZero();
        assertThat(Leaks.found()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void seededRubbishHarmsNobody(long seed) throws Exception {
        Random random = new Random(seed);
        for (int sent = 0; sent < FRAMES_PER_SEED; sent += FRAMES_PER_CONNECTION) {
            try (RawClient client = new RawClient(server.port())) {
                for (int i = 0; i < FRAMES_PER_CONNECTION; i++) {
                    client.send(rubbish(random));
                }
            } catch (IOException closedByServer) {
                assertThat(closedByServer.getMessage()).containsAnyOf("reset", "Broken pipe", "closed");
            }
            if (random.nextInt(20) == 0) {
                bystander.call(ApiKeys.API_VERSIONS, 3, Requests.apiVersions());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void anyContentIsHandledWithoutADefect(long seed) throws Exception {
        Random random = new Random(seed);
        for (int sent = 0; sent < FRAMES_PER_SEED; sent++) {
            try (RawClient client = new RawClient(server.port())) {
                client.send(valid(random));
            }
        }
    }

    @Test
    void arrayThatClaimsTooMuchIsRefused() throws Exception {
        ByteBuffer frame = RawClient.frame(ApiKeys.METADATA, (short) 1, 1, Requests.metadata("t"));
        int arrayLength = frame.limit() - 2 - 1 - 4;
        try (RawClient client = new RawClient(server.port())) {
            client.send(frame.putInt(arrayLength, Integer.MAX_VALUE));
            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    @Test
    void clientThatClosesInTheMiddleOfAFrameLeavesNothing() throws Exception {
        try (RawClient client = new RawClient(server.port())) {
            client.send(ByteBuffer.allocate(100_000).putInt(0, 1_000_000));
        }
    }

    private ByteBuffer rubbish(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> noise(random);
            case 1 -> withSize(noise(random));
            case 2 -> flipped(valid(random), random, 1 + random.nextInt(4));
            case 3 -> shortened(valid(random), random);
            case 4 -> valid(random);
            default -> flipped(produce(), random, 1 + random.nextInt(8));
        };
    }

    private static ByteBuffer noise(Random random) {
        byte[] bytes = new byte[12 + random.nextInt(300)];
        random.nextBytes(bytes);
        return ByteBuffer.wrap(bytes);
    }

    private static ByteBuffer withSize(ByteBuffer frame) {
        return frame.putInt(0, frame.limit() - 4);
    }

    private ByteBuffer valid(Random random) {
        ApiVersion api = supported.get(random.nextInt(supported.size()));
        int oldest = ApiKeys.forId(api.apiKey()).oldestVersion();
        int version = oldest + random.nextInt(api.maxVersion() - oldest + 1);
        return new RandomRequests(random).frame(ApiKeys.forId(api.apiKey()), (short) version);
    }

    private static ByteBuffer produce() {
        return RawClient.frame(ApiKeys.PRODUCE, (short) 9, 1, Requests.produce("t", 1, Requests.batch(200)));
    }

    /** Changes bytes behind the size. */
    private static ByteBuffer flipped(ByteBuffer frame, Random random, int count) {
        for (int i = 0; i < count; i++) {
            int at = 4 + random.nextInt(frame.limit() - 4);
            frame.put(at, (byte) random.nextInt());
        }
        return frame;
    }

    private static ByteBuffer shortened(ByteBuffer frame, Random random) {
        frame.limit(Math.max(12, frame.limit() - random.nextInt(frame.limit())));
        return withSize(frame);
    }
}
