package gossip.core.group;

import static org.assertj.core.api.Assertions.assertThat;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.broker.Groups;
import gossip.api.broker.Groups.Joined;
import gossip.api.group.GroupStore;
import gossip.api.metadata.MetadataCommand;
import gossip.core.topic.OffsetsTopic;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** Groups across restarts of the broker, and failures of its disk. */
class GroupsRecoveryTest extends GroupsWorld {
    @Test
    void groupThatIsStillBeingReadIsNotTakenForItsOlderSelf() {
        Groups.Member older = consumer();
        TopicPartition place = new TopicPartition(
                OffsetsTopic.NAME,
                OffsetsTopic.partitionOf(
                        "g",
                        metadata.image().topic(OffsetsTopic.NAME).orElseThrow().partitionCount()));
        CompletableFuture<Void> halfWay = records.holdFetchesFrom(records.end(place));
        Joined joined = get(groups.join(CLIENT, join(older.memberId(), subscribedTo("u"))));
        Groups.Member newer = new Groups.Member("g", joined.memberId(), Optional.empty(), joined.generationId());
        get(groups.sync(CLIENT, new Groups.Sync(newer, Optional.of("consumer"), Optional.of("range"), Map.of())));
        assertThat(newer.generationId()).isEqualTo(older.generationId() + 1);

        GroupsService after = starting();
        get(halfWay);
        assertThat(after.list(CLIENT))
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .havingCause()
                .asInstanceOf(InstanceOfAssertFactories.type(BrokerException.class))
                .returns(ErrorCode.COORDINATOR_LOAD_IN_PROGRESS, BrokerException::code);
        assertThat(get(after.deleteOffsets(CLIENT, "g", Set.of(T0))).error())
                .isEqualTo(ErrorCode.COORDINATOR_LOAD_IN_PROGRESS);
        records.releaseFetches();
        finishReading();

        assertThat(get(after.heartbeat(CLIENT, newer))).isEqualTo(ErrorCode.NONE);
        assertThat(get(after.commit(CLIENT, older, Map.of(T0, at(1))))).containsEntry(T0, ErrorCode.ILLEGAL_GENERATION);
        assertThat(get(after.commit(CLIENT, newer, Map.of(T0, at(2))))).containsEntry(T0, ErrorCode.NONE);
        assertThat(get(after.list(CLIENT))).containsExactly(new Groups.Listed("g", "consumer", "Stable", "classic"));
    }

    @Test
    void membersGoOnAfterARestart() {
        Groups.Member member = consumer();
        commit(member, T0, at(42));
        GroupsService after = restarted();
        assertThat(get(after.heartbeat(CLIENT, member))).isEqualTo(ErrorCode.NONE);
        assertThat(get(after.committed(CLIENT, Groups.Member.outside("g"), Optional.empty()))
                        .offsets()
                        .get(T0)
                        .offset())
                .isEqualTo(42);
        assertThat(get(after.describe(CLIENT, List.of("g")))).isEqualTo(get(groups.describe(CLIENT, List.of("g"))));
        Groups.Sync sync = new Groups.Sync(member, Optional.of("consumer"), Optional.of("range"), Map.of());
        assertThat(ClassicScript.text(get(after.sync(CLIENT, sync)).assignment()))
                .isEqualTo("all");
        assertThat(get(after.commit(CLIENT, member, Map.of(T0, at(43))))).containsEntry(T0, ErrorCode.NONE);
    }

    @Test
    void membersThatDoNotComeBackAfterARestartAreTakenOut() {
        Groups.Member member = consumer();
        GroupsService after = restarted();
        assertThat(get(after.list(CLIENT))).containsExactly(new Groups.Listed("g", "consumer", "Stable", "classic"));
        timer.pass(10_001);
        assertThat(get(after.heartbeat(CLIENT, member))).isEqualTo(ErrorCode.UNKNOWN_MEMBER_ID);
        assertThat(get(after.list(CLIENT))).containsExactly(new Groups.Listed("g", "consumer", "Empty", "classic"));
    }

    private void write(String group, String entry) {
        ByteBuffer unknownVersion = ByteBuffer.wrap(new byte[] {126});
        coordinate(group);
        get(current.write(group, GroupStore.Changes.entries(Map.of(entry, Optional.of(unknownVersion)))));
    }

    @Test
    void groupThatIsNotUnderstoodHarmsNoOther() {
        Groups.Member member = consumer();
        write("classic", ClassicRecord.ENTRY);
        write("consumer", ConsumerRecords.GROUP);
        GroupsService after = restarted();
        assertThat(get(after.list(CLIENT)))
                .containsExactly(
                        new Groups.Listed("classic", "", "Unknown", "unknown"),
                        new Groups.Listed("consumer", "", "Unknown", "unknown"),
                        new Groups.Listed("g", "consumer", "Stable", "classic"));
        assertThat(get(after.describe(CLIENT, List.of("classic", "g"))))
                .extracting(Groups.Described::error)
                .containsExactly(ErrorCode.UNKNOWN_SERVER_ERROR, ErrorCode.NONE);
        assertThat(get(after.commit(CLIENT, Groups.Member.outside("consumer"), Map.of(T0, at(1)))))
                .containsEntry(T0, ErrorCode.UNKNOWN_SERVER_ERROR);
        assertThat(get(after.heartbeat(CLIENT, member))).isEqualTo(ErrorCode.NONE);
        timer.pass(10_001);
        assertThat(get(after.heartbeat(CLIENT, member)))
                .as("its session was watched")
                .isEqualTo(ErrorCode.UNKNOWN_MEMBER_ID);
    }

    @Test
    void groupThatIsNotUnderstoodCanBeDeleted() {
        write("bad", ClassicRecord.ENTRY);
        assertThat(get(groups.describe(CLIENT, List.of("bad"))).getFirst().error())
                .isEqualTo(ErrorCode.UNKNOWN_SERVER_ERROR);
        assertThat(get(groups.delete(CLIENT, List.of("bad")))).containsEntry("bad", ErrorCode.NONE);
        assertThat(get(groups.list(CLIENT))).isEmpty();
        assertThat(get(groups.describe(CLIENT, List.of("bad"))).getFirst().state())
                .isEqualTo("Dead");
    }

    @Test
    void offsetsExpireAlsoWhenSomeGroupsAreNotUnderstood() {
        for (int i = 0; i < 20; i++) {
            coordinate("old" + i);
            commit(Groups.Member.outside("old" + i), T0, at(1));
        }
        for (int i = 0; i < 5; i++) {
            write("bad" + i, ClassicRecord.ENTRY);
        }
        wallMs += 8L * 24 * 3600 * 1000;
        timer.pass(Housekeeping.INTERVAL_MS);
        assertThat(current.groups()).hasSize(5).allMatch(group -> group.startsWith("bad"));
    }

    @Test
    void offsetsThatCouldNotBeDeletedWithTheirTopicAreDeletedLater() {
        TopicPartition u0 = new TopicPartition("u", 0);
        coordinate("g");
        commit(Groups.Member.outside("g"), T0, at(1));
        commit(Groups.Member.outside("g"), u0, at(2));
        records.fail(ErrorCode.KAFKA_STORAGE_ERROR);
        metadata.submit(new MetadataCommand.DeleteTopic(
                metadata.image().topic("t").orElseThrow().id()));
        timer.pass(Housekeeping.GATHERING_MS);
        records.fail(ErrorCode.NONE);
        assertThat(current.offsets("g")).as("the disk was full").containsOnlyKeys(T0, u0);
        timer.pass(Housekeeping.INTERVAL_MS);
        createTopic("t");
        assertThat(current.offsets("g")).containsOnlyKeys(u0);
    }

    @Test
    void deletedGroupStaysDeletedAfterARestart() {
        Groups.Member member = consumer();
        get(groups.leave(CLIENT, "g", List.of(new Groups.Leaving(member.memberId(), Optional.empty(), ""))));
        assertThat(get(groups.delete(CLIENT, List.of("g")))).containsEntry("g", ErrorCode.NONE);
        assertThat(get(restarted().describe(CLIENT, List.of("g"))).getFirst().state())
                .isEqualTo("Dead");
    }

    @Test
    void assignmentIsToldOnlyWhenItIsDurable() {
        coordinate("g");
        CompletionStage<Joined> joining = groups.join(CLIENT, join("", subscribedTo("t")));
        timer.pass(200);
        Joined joined = get(joining);
        Groups.Member member = new Groups.Member("g", joined.memberId(), Optional.empty(), joined.generationId());
        Groups.Sync sync = new Groups.Sync(
                member,
                Optional.of("consumer"),
                Optional.of("range"),
                Map.of(joined.memberId(), ClassicScript.bytes("all")));
        records.hold();
        CompletionStage<Groups.Synced> syncing = groups.sync(CLIENT, sync);
        CompletionStage<ErrorCode> beating = groups.heartbeat(CLIENT, member);
        assertThat(syncing.toCompletableFuture()).isNotDone();
        assertThat(beating.toCompletableFuture()).isNotDone();
        records.release();
        assertThat(get(syncing).error()).isEqualTo(ErrorCode.NONE);
        assertThat(get(beating)).isEqualTo(ErrorCode.NONE);
    }

    @Test
    void groupThatCannotBeWrittenGoesBackToWhatIsDurable() {
        Groups.Member member = consumer();
        CompletionStage<Joined> second = groups.join(CLIENT, join("", subscribedTo("t")));
        assertThat(get(groups.heartbeat(CLIENT, member))).isEqualTo(ErrorCode.REBALANCE_IN_PROGRESS);
        Joined again = get(groups.join(CLIENT, join(member.memberId(), subscribedTo("t"))));
        Joined other = get(second);
        records.fail(ErrorCode.KAFKA_STORAGE_ERROR);
        Groups.Sync waits = new Groups.Sync(
                new Groups.Member("g", other.memberId(), Optional.empty(), 2),
                Optional.empty(),
                Optional.empty(),
                Map.of());
        CompletionStage<Groups.Synced> waiting = groups.sync(CLIENT, waits);
        Groups.Sync sync = new Groups.Sync(
                new Groups.Member("g", again.memberId(), Optional.empty(), 2),
                Optional.empty(),
                Optional.empty(),
                Map.of());
        assertThat(get(groups.sync(CLIENT, sync)).error()).isEqualTo(ErrorCode.NOT_COORDINATOR);
        assertThat(get(waiting).error()).isEqualTo(ErrorCode.NOT_COORDINATOR);
        records.fail(ErrorCode.NONE);
        assertThat(get(groups.heartbeat(CLIENT, member)))
                .as("of the durable generation")
                .isEqualTo(ErrorCode.NONE);
        assertThat(get(groups.heartbeat(CLIENT, waits.member()))).isEqualTo(ErrorCode.UNKNOWN_MEMBER_ID);
    }
}
