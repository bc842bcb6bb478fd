package gossip.plugins.kafka.session;

import static org.assertj.core.api.Assertions.assertThat;

import gossip.api.BufferSlice;
import gossip.api.ErrorCode;
import gossip.api.RecordSlice;
import gossip.api.TopicPartition;
import gossip.api.broker.Records.Fetched;
import gossip.api.broker.Records.Waiting;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchRequestData.FetchPartition;
import org.apache.kafka.common.message.FetchRequestData.FetchTopic;
import org.apache.kafka.common.message.FetchRequestData.ForgottenTopic;
import org.junit.jupiter.api.Test;

class FetchSessionSlotTest {
    private static final short NAMES = 12;
    private static final short IDS = 17;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final FetchSessions sessions = new FetchSessions(2, now::get);
    private final FetchSessionSlot slot = new FetchSessionSlot(sessions);

    @Test
    void fetchWithoutSessionLeavesNone() {
        FetchScope scope = slot.open(request(0, -1, 0, 1), NAMES);
        assertThat(scope.sessionId()).isZero();
        assertThat(partitions(scope)).containsExactly(0, 1);
        assertThat(sessions.size()).isZero();
    }

    @Test
    void sessionRemembersPartitionsAndTakesChanges() {
        int id = slot.open(request(0, 0, 0, 1, 2), NAMES).sessionId();
        assertThat(id).isPositive();

        assertThat(partitions(slot.open(request(id, 1), NAMES))).containsExactly(0, 1, 2);
        assertThat(partitions(slot.open(request(id, 2, 3), NAMES))).containsExactly(0, 1, 2, 3);

        FetchRequestData forgets = request(id, 3);
        forgets.forgottenTopicsData().add(new ForgottenTopic().setTopic("t").setPartitions(List.of(1)));
        assertThat(partitions(slot.open(forgets, NAMES))).containsExactly(0, 2, 3);
    }

    @Test
    void newOffsetReplacesTheOld() {
        int id = slot.open(request(0, 0, 0), NAMES).sessionId();
        FetchRequestData next = request(id, 1, 0);
        next.topics().getFirst().partitions().getFirst().setFetchOffset(42);
        assertThat(slot.open(next, NAMES).partitions().getFirst().wanted().fetchOffset())
                .isEqualTo(42);
    }

    @Test
    void wrongIdEpochOrKindOfTopicIsRefused() {
        int id = slot.open(request(0, 0, 0), NAMES).sessionId();
        assertThat(slot.open(request(id + 1, 1), NAMES).error()).isEqualTo(ErrorCode.FETCH_SESSION_ID_NOT_FOUND);
        assertThat(slot.open(request(id, 2), NAMES).error()).isEqualTo(ErrorCode.INVALID_FETCH_SESSION_EPOCH);
        assertThat(slot.open(request(id, 1), IDS).error()).isEqualTo(ErrorCode.FETCH_SESSION_TOPIC_ID_ERROR);
        assertThat(slot.open(request(id, 1), NAMES).error()).isEqualTo(ErrorCode.NONE);
    }

    @Test
    void clientEndsTheSession() {
        int id = slot.open(request(0, 0, 0), NAMES).sessionId();
        slot.open(request(id, -1, 0), NAMES);
        assertThat(slot.open(request(id, 1), NAMES).error()).isEqualTo(ErrorCode.FETCH_SESSION_ID_NOT_FOUND);
        assertThat(sessions.size()).isZero();
    }

    @Test
    void fetchThatWaitsIsWokenWhenItsSessionEnds() {
        AtomicInteger woken = new AtomicInteger();
        int id = slot.open(request(0, 0, 0), NAMES).sessionId();
        slot.waitsFor(woken::incrementAndGet);
        slot.open(request(id, 1), NAMES);
        assertThat(woken).hasValue(0);

        slot.open(request(id, -1), NAMES);
        assertThat(woken).hasValue(1);
    }

    @Test
    void fetchThatWaitsIsWokenWhenAnotherSessionBegins() {
        AtomicInteger woken = new AtomicInteger();
        slot.open(request(0, 0, 0), NAMES);
        slot.waitsFor(woken::incrementAndGet);
        slot.open(request(0, 0, 0), NAMES);
        assertThat(woken).hasValue(1);
    }

    @Test
    void answeredFetchIsNotWoken() {
        AtomicInteger woken = new AtomicInteger();
        int id = slot.open(request(0, 0, 0), NAMES).sessionId();
        Waiting first = woken::incrementAndGet;
        slot.waitsFor(first);
        slot.waitsNoMoreFor(first);
        slot.open(request(id, -1), NAMES);
        assertThat(woken).hasValue(0);
    }

    @Test
    void fetchesWithoutSessionDoNotWakeOneAnother() {
        AtomicInteger woken = new AtomicInteger();
        slot.open(request(0, -1, 0), NAMES);
        slot.waitsFor(woken::incrementAndGet);
        slot.open(request(0, -1, 1), NAMES);
        assertThat(woken).hasValue(0);
    }

    @Test
    void onlyNewsAreTold() {
        int id = slot.open(request(0, 0, 0), NAMES).sessionId();
        PartitionFetch first = slot.open(request(id, 1), NAMES).partitions().getFirst();
        FetchScope scope = slot.open(request(id, 2), NAMES);

        assertThat(scope.isTold(first, fetched(10, RecordSlice.EMPTY))).isTrue();
        assertThat(scope.isTold(first, fetched(10, RecordSlice.EMPTY))).isFalse();
        assertThat(scope.isTold(first, fetched(10, bytes()))).isTrue();
        assertThat(scope.isTold(first, fetched(11, RecordSlice.EMPTY))).isTrue();
        Fetched failure = Fetched.failed(new TopicPartition("t", 0), ErrorCode.NOT_LEADER_OR_FOLLOWER);
        assertThat(scope.isTold(first, failure)).isTrue();
        assertThat(scope.isTold(first, failure)).isTrue();
        assertThat(scope.isTold(first, fetched(11, RecordSlice.EMPTY))).isTrue();
    }

    @Test
    void servedPartitionGoesToTheEnd() {
        int id = slot.open(request(0, 0, 0, 1, 2), NAMES).sessionId();
        FetchScope scope = slot.open(request(id, 1), NAMES);
        scope.isTold(scope.partitions().getFirst(), fetched(10, bytes()));
        assertThat(partitions(slot.open(request(id, 2), NAMES))).containsExactly(1, 2, 0);
    }

    @Test
    void clientsBeyondTheLimitGoWithoutUnlessAnOldSessionCanGo() {
        int id = slot.open(request(0, 0, 0), NAMES).sessionId();
        new FetchSessionSlot(sessions).open(request(0, 0, 0), NAMES);
        FetchSessionSlot third = new FetchSessionSlot(sessions);
        assertThat(third.open(request(0, 0, 0), NAMES).sessionId()).isZero();

        now.set(Instant.ofEpochMilli(FetchSessions.EVICTABLE_AFTER_MS + 1));
        assertThat(third.open(request(0, 0, 0), NAMES).sessionId()).isPositive();
        assertThat(slot.open(request(id, 1), NAMES).error()).isEqualTo(ErrorCode.FETCH_SESSION_ID_NOT_FOUND);
    }

    @Test
    void topicsAreToldApartById() {
        Uuid one = Uuid.randomUuid();
        Uuid other = Uuid.randomUuid();
        FetchRequestData request = new FetchRequestData().setSessionEpoch(0);
        for (Uuid topic : List.of(one, other)) {
            request.topics()
                    .add(new FetchTopic()
                            .setTopicId(topic)
                            .setPartitions(List.of(new FetchPartition().setPartition(0))));
        }
        assertThat(slot.open(request, IDS).partitions())
                .extracting(PartitionFetch::topicId)
                .containsExactly(one, other);
    }

    private static FetchRequestData request(int sessionId, int epoch, int... partitions) {
        FetchRequestData request =
                new FetchRequestData().setSessionId(sessionId).setSessionEpoch(epoch);
        FetchTopic topic = new FetchTopic().setTopic("t");
        for (int partition : partitions) {
            topic.partitions().add(new FetchPartition().setPartition(partition));
        }
        if (partitions.length > 0) {
            request.topics().add(topic);
        }
        return request;
    }

    private static List<Integer> partitions(FetchScope scope) {
        return scope.partitions().stream().map(PartitionFetch::partition).toList();
    }

    private static Fetched fetched(long highWatermark, RecordSlice records) {
        return new Fetched(
                new TopicPartition("t", 0), ErrorCode.NONE, highWatermark, highWatermark, 0, Optional.empty(), records);
    }

    private static RecordSlice bytes() {
        return new BufferSlice(ByteBuffer.allocate(10));
    }
}
