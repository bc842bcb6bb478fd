package gossip.core.group;

import static org.assertj.core.api.Assertions.assertThat;

import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.broker.Groups;
import gossip.api.broker.Groups.CommittedOffsets;
import gossip.api.broker.Groups.Joined;
import gossip.api.broker.Records.ProducerIdentity;
import gossip.api.broker.Records.ProducerTransaction;
import gossip.api.broker.Records.TransactionSupport;
import gossip.api.group.GroupStore.Committed;
import gossip.api.security.Resource;
import gossip.core.security.Guard;
import gossip.core.topic.OffsetsTopic;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class GroupOffsetsTest extends GroupsWorld {
    private static final TopicPartition U0 = new TopicPartition("u", 0);
    private static final TopicPartition U1 = new TopicPartition("u", 1);
    private static final ProducerIdentity PRODUCER = new ProducerIdentity(7, (short) 0);
    private static final ProducerTransaction TRANSACTION = new ProducerTransaction("x", TransactionSupport.IMPLICIT);
    private static final long WEEK_MS = Duration.ofDays(7).toMillis();

    GroupOffsetsTest() {
        super(Map.of(GroupSettings.MAX_OFFSETS_OF_GROUP, 2, GroupSettings.MAX_OFFSETS, 3, GroupSettings.MAX_GROUPS, 2));
    }

    @Test
    void topicThatIsCreatedAnewHasNoOffsetsThoughTheOldOnesCouldNotBeDeleted() {
        coordinate("g");
        commit(outside("g"), T0, at(5));
        records.fail(ErrorCode.KAFKA_STORAGE_ERROR);
        deleteTopic("t");
        createTopic("t");
        timer.pass(Housekeeping.GATHERING_MS);
        records.fail(ErrorCode.NONE);
        assertThat(committed("g")).isEmpty();
        GroupsService after = restarted();
        assertThat(current.offsets("g")).as("still in the log").containsOnlyKeys(T0);
        assertThat(get(after.committed(CLIENT, outside("g"), Optional.of(Set.of(T0))))
                        .offsets())
                .isEmpty();
        timer.pass(Housekeeping.INTERVAL_MS);
        assertThat(current.offsets("g"))
                .as("a commit for the new topic would be deleted with it")
                .containsOnlyKeys(T0);
        deleteTopic("t");
        timer.pass(Housekeeping.INTERVAL_MS);
        assertThat(current.offsets("g")).isEmpty();
    }

    @Test
    void commitThatMeansAnOlderTopicOfTheNameIsRefused() {
        coordinate("g");
        Committed older = new Committed(5, -1, "", -1, Optional.of(new UUID(1, 2)));
        assertThat(commit(outside("g"), T0, older)).isEqualTo(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
        UUID id = metadata.image().topic("t").orElseThrow().id();
        assertThat(commit(outside("g"), T0, new Committed(5, -1, "", -1, Optional.of(id))))
                .isEqualTo(ErrorCode.NONE);
    }

    @Test
    void groupHasABoundedNumberOfOffsets() {
        coordinate("g");
        assertThat(commit(outside("g"), T0, at(1))).isEqualTo(ErrorCode.NONE);
        assertThat(commit(outside("g"), U0, at(1))).isEqualTo(ErrorCode.NONE);
        assertThat(commit(outside("g"), U1, at(1))).isEqualTo(ErrorCode.INVALID_COMMIT_OFFSET_SIZE);
        assertThat(commit(outside("g"), U0, at(2))).as("one that it has").isEqualTo(ErrorCode.NONE);
        get(groups.deleteOffsets(CLIENT, "g", Set.of(T0)));
        assertThat(commit(outside("g"), U1, at(1))).as("there is room again").isEqualTo(ErrorCode.NONE);
    }

    @Test
    void brokerHasABoundedNumberOfOffsets() {
        List.of("a", "b", "c").forEach(group -> {
            coordinate(group);
            assertThat(commit(outside(group), T0, at(1))).isEqualTo(ErrorCode.NONE);
        });
        assertThat(commit(outside("a"), U0, at(1))).isEqualTo(ErrorCode.INVALID_COMMIT_OFFSET_SIZE);
        assertThat(get(groups.delete(CLIENT, List.of("c")))).containsEntry("c", ErrorCode.NONE);
        assertThat(commit(outside("a"), U0, at(1))).isEqualTo(ErrorCode.NONE);
    }

    @Test
    void offsetThatATransactionIsAboutToReplaceDoesNotExpire() {
        coordinate("g");
        commit(outside("g"), T0, at(1));
        commit(outside("g"), U0, at(1));
        get(current.writeInTransaction("g", PRODUCER, TRANSACTION, Map.of(T0, at(2))));
        wallMs += WEEK_MS + 1;
        timer.pass(Housekeeping.INTERVAL_MS);
        assertThat(current.offsets("g")).containsOnlyKeys(T0);
        current.transactionEnded(place("g"), PRODUCER.producerId(), false);
        timer.pass(Housekeeping.INTERVAL_MS);
        assertThat(current.offsets("g")).isEmpty();
    }

    private TopicPartition place(String group) {
        int count = metadata.image().topic(OffsetsTopic.NAME).orElseThrow().partitionCount();
        return new TopicPartition(OffsetsTopic.NAME, OffsetsTopic.partitionOf(group, count));
    }

    @Test
    void subscriptionThatIsNoneDoesNotKeepTheOffsetsOfOtherGroups() {
        ByteBuffer odd = ByteBuffer.allocate(16)
                .putShort((short) 0)
                .putInt(0)
                .putInt(Integer.MAX_VALUE)
                .flip();
        Groups.Member member = consumer(odd);
        commit(member, T0, at(1));
        List.of("a", "z").forEach(group -> {
            coordinate(group);
            commit(outside(group), T0, at(1));
        });
        wallMs += WEEK_MS + 1;
        for (int i = 0; i < Housekeeping.INTERVAL_MS / 5_000; i++) {
            timer.pass(5_000);
            get(groups.heartbeat(CLIENT, member));
        }
        assertThat(current.groups()).containsExactly("g");
        assertThat(committed("g")).as("nobody knows what its member reads").containsOnlyKeys(T0);
    }

    @Test
    void commitsTakeEffectInTheirOrder() {
        coordinate("g");
        CompletionStage<Joined> joining = groups.join(CLIENT, join("", subscribedTo("t")));
        timer.pass(200);
        Joined joined = get(joining);
        Groups.Member member = new Groups.Member("g", joined.memberId(), Optional.empty(), joined.generationId());
        records.hold();
        groups.sync(CLIENT, new Groups.Sync(member, Optional.empty(), Optional.empty(), Map.of()));
        CompletionStage<?> first = groups.commit(CLIENT, member, Map.of(T0, at(1)));
        CompletionStage<?> second = groups.commit(CLIENT, member, Map.of(T0, at(2)));
        records.release();
        get(first);
        get(second);
        assertThat(committed("g").get(T0).offset()).isEqualTo(2);
    }

    @Test
    void whatMayNotBeDescribedIsToldFromWhatWasNotCommitted() {
        coordinate("g");
        commit(outside("g"), T0, at(1));
        commit(outside("g"), U0, at(1));
        GroupsService guarded = service(
                new Guard(List.of((context, operation, resource) ->
                        resource.type() == Resource.Type.GROUP || resource.equals(Resource.topic("t")))),
                1);
        CommittedOffsets asked = get(guarded.committed(CLIENT, outside("g"), Optional.of(Set.of(T0, U0, U1))));
        assertThat(asked.offsets()).containsOnlyKeys(T0);
        assertThat(asked.forbidden()).containsExactlyInAnyOrder(U0, U1);
        assertThat(get(guarded.committed(CLIENT, outside("g"), Optional.empty()))
                        .forbidden())
                .as("nobody has asked for them")
                .isEmpty();
    }

    @Test
    void groupsThatAreDeletedMakeRoomForOthers() {
        for (int i = 0; i < 5; i++) {
            Groups.Member member = consumer();
            get(groups.leave(CLIENT, "g", List.of(new Groups.Leaving(member.memberId(), Optional.empty(), ""))));
            assertThat(get(groups.delete(CLIENT, List.of("g")))).containsEntry("g", ErrorCode.NONE);
            Groups.Join other = new Groups.Join(
                    "other" + i,
                    "",
                    Optional.empty(),
                    false,
                    "consumer",
                    ClassicScript.protocols("range"),
                    10_000,
                    60_000,
                    "");
            coordinate(other.group());
            CompletionStage<Joined> joining = groups.join(CLIENT, other);
            timer.pass(200);
            Joined joined = get(joining);
            assertThat(joined.error()).isEqualTo(ErrorCode.NONE);
            get(groups.leave(
                    CLIENT, other.group(), List.of(new Groups.Leaving(joined.memberId(), Optional.empty(), ""))));
            assertThat(get(groups.delete(CLIENT, List.of(other.group())))).containsEntry(other.group(), ErrorCode.NONE);
        }
    }

    @Test
    void groupIsThereUntilItsDeletionIsDurable() {
        Groups.Member member = consumer();
        get(groups.leave(CLIENT, "g", List.of(new Groups.Leaving(member.memberId(), Optional.empty(), ""))));
        records.hold();
        CompletionStage<Map<String, ErrorCode>> deleting = groups.delete(CLIENT, List.of("g"));
        assertThat(get(groups.join(CLIENT, join("", subscribedTo("t")))).error())
                .as("is neither the old group nor a new one")
                .isEqualTo(ErrorCode.COORDINATOR_NOT_AVAILABLE);
        assertThat(deleting.toCompletableFuture()).isNotDone();
        records.release();
        assertThat(get(deleting)).containsEntry("g", ErrorCode.NONE);
        assertThat(get(groups.list(CLIENT))).isEmpty();
        assertThat(consumer().generationId()).as("a new group").isEqualTo(1);
    }

    @Test
    void groupWhoseDeletionFailsGoesOn() {
        Groups.Member member = consumer();
        get(groups.leave(CLIENT, "g", List.of(new Groups.Leaving(member.memberId(), Optional.empty(), ""))));
        records.fail(ErrorCode.NOT_ENOUGH_REPLICAS);
        assertThat(get(groups.delete(CLIENT, List.of("g")))).containsEntry("g", ErrorCode.COORDINATOR_NOT_AVAILABLE);
        records.fail(ErrorCode.NONE);
        assertThat(get(groups.list(CLIENT))).hasSize(1);
        assertThat(consumer().generationId()).isGreaterThan(member.generationId());
    }
}
