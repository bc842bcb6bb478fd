package gossip.plugins.kafka;

import static gossip.plugins.kafka.memory.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import gossip.plugins.kafka.memory.Leaks;
import gossip.plugins.kafka.memory.RawClient;
import gossip.plugins.kafka.memory.Requests;
import gossip.plugins.kafka.memory.TestServer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchResponseData.PartitionData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.FetchResponse;
import org.apache.kafka.common.requests.ProduceResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many requests on one connection before the first reply. */
class PipeliningTest {
    private static final int PRODUCE = 9;
    private static final int FETCH = 12;

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

    @Test
    void repliesComeInTheOrderOfTheRequests() throws Exception {
        int waiting = client.send(ApiKeys.FETCH, FETCH, Requests.fetch("t", 0, 200, 1000));
        int quick = client.send(ApiKeys.API_VERSIONS, 3, Requests.apiVersions());
        int produce = client.send(ApiKeys.PRODUCE, PRODUCE, Requests.produce("t", 1, Requests.batch(10)));

        assertThat(((FetchResponse) client.receive(ApiKeys.FETCH, FETCH, waiting)).error())
                .isEqualTo(Errors.NONE);
        client.receive(ApiKeys.API_VERSIONS, 3, quick);
        assertThat(baseOffset(client.receive(ApiKeys.PRODUCE, PRODUCE, produce)))
                .isZero();
    }

    @Test
    void endOfTheSessionIsNotHeldUpByAFetchThatWaits() throws Exception {
        int first = client.send(
                ApiKeys.FETCH, FETCH, Requests.fetch("t", 0, 0, 1000).setSessionEpoch(0));
        int session = ((FetchResponse) client.receive(ApiKeys.FETCH, FETCH, first)).sessionId();
        FetchRequestData waits = new FetchRequestData()
                .setMaxWaitMs(3_600_000)
                .setMinBytes(1)
                .setMaxBytes(1000)
                .setSessionId(session)
                .setSessionEpoch(1);
        int waiting = client.send(ApiKeys.FETCH, FETCH, waits);
        FetchRequestData ends = new FetchRequestData().setSessionId(session).setSessionEpoch(-1);
        int last = client.send(ApiKeys.FETCH, FETCH, ends);

        assertThat(((FetchResponse) client.receive(ApiKeys.FETCH, FETCH, waiting)).error())
                .isEqualTo(Errors.NONE);
        assertThat(((FetchResponse) client.receive(ApiKeys.FETCH, FETCH, last)).sessionId())
                .isZero();
    }

    @Test
    void thousandsOfRequestsAreAllAnsweredInOrder() throws Exception {
        int count = 5_000;
        Thread sender = Thread.ofPlatform().start(() -> {
            try {
                for (int i = 0; i < count; i++) {
                    client.send(ApiKeys.PRODUCE, PRODUCE, Requests.produce("t", 1, Requests.batch(i % 500)));
                }
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        for (int i = 0; i < count; i++) {
            assertThat(baseOffset(client.receive(ApiKeys.PRODUCE, PRODUCE, i + 2)))
                    .isEqualTo(i);
        }
        sender.join();
    }

    @Test
    void producingWithoutAcknowledgementGetsNoReply() throws Exception {
        client.send(ApiKeys.PRODUCE, PRODUCE, Requests.produce("t", 0, Requests.batch(10)));
        int next = client.send(ApiKeys.API_VERSIONS, 3, Requests.apiVersions());
        client.receive(ApiKeys.API_VERSIONS, 3, next);
        assertThat(fetch(0).records().sizeInBytes()).isPositive();
    }

    @Test
    void failureWithoutAcknowledgementClosesTheConnection() throws Exception {
        client.send(ApiKeys.PRODUCE, PRODUCE, Requests.produce("missing", 0, Requests.batch(10)));
        assertThat(client.isClosedByServer()).isTrue();
    }

    @Test
    void fullBrokerIsAskedAgainInOrder() throws Exception {
        server.broker().memory().full(true);
        List<Integer> sent = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            sent.add(client.send(ApiKeys.PRODUCE, PRODUCE, Requests.produce("t", 1, Requests.batch(i))));
        }
        int last = client.send(ApiKeys.API_VERSIONS, 3, Requests.apiVersions());
        eventually("one request waits", () -> server.broker().memory().waitingForRoom() == 1);

        server.broker().memory().full(false);
        for (int i = 0; i < 20; i++) {
            assertThat(baseOffset(client.receive(ApiKeys.PRODUCE, PRODUCE, sent.get(i))))
                    .isEqualTo(i);
        }
        client.receive(ApiKeys.API_VERSIONS, 3, last);
    }

    @Test
    void clientThatGoesWhileTheBrokerIsFullIsForgotten() throws Exception {
        server.broker().memory().full(true);
        client.send(ApiKeys.PRODUCE, PRODUCE, Requests.produce("t", 1, Requests.batch(100)));
        eventually("the request waits", () -> server.broker().memory().waitingForRoom() == 1);
        client.close();
        try (RawClient other = new RawClient(server.port())) {
            other.call(ApiKeys.API_VERSIONS, 3, Requests.apiVersions());
            server.broker().memory().full(false);
            other.call(ApiKeys.API_VERSIONS, 3, Requests.apiVersions());
        }
    }

    @Test
    void fetchOfAClientThatHasGoneIsGivenUp() throws Exception {
        client.send(ApiKeys.FETCH, FETCH, Requests.fetch("t", 0, 60_000, 1000));
        eventually("the fetch waits", () -> server.broker().memory().waitingFetches() == 1);
        client.close();
        eventually("the fetch is given up", () -> server.broker().memory().waitingFetches() == 0);
    }

    @Test
    void recordWakesAWaitingFetch() throws Exception {
        int waiting = client.send(ApiKeys.FETCH, FETCH, Requests.fetch("t", 0, 60_000, 1000));
        try (RawClient other = new RawClient(server.port())) {
            other.call(ApiKeys.PRODUCE, PRODUCE, Requests.produce("t", 1, Requests.batch(10)));
        }
        FetchResponse response = (FetchResponse) client.receive(ApiKeys.FETCH, FETCH, waiting);
        assertThat(partition(response).records().sizeInBytes()).isPositive();
    }

    private PartitionData fetch(long offset) throws Exception {
        return partition((FetchResponse) client.call(ApiKeys.FETCH, FETCH, Requests.fetch("t", offset, 1000, 1 << 20)));
    }

    private static PartitionData partition(FetchResponse response) {
        return response.data().responses().getFirst().partitions().getFirst();
    }

    private static long baseOffset(AbstractResponse response) {
        var partition = ((ProduceResponse) response)
                .data()
                .responses()
                .iterator()
                .next()
                .partitionResponses()
                .getFirst();
        assertThat(partition.errorCode()).isZero();
        return partition.baseOffset();
    }
}
