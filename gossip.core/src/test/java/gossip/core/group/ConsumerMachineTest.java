package gossip.core.group;

import static org.assertj.core.api.Assertions.assertThat;

import gossip.api.ErrorCode;
import gossip.api.PartitionId;
import gossip.api.broker.ConsumerGroups.Beat;
import gossip.api.broker.ConsumerGroups.Beaten;
import gossip.api.broker.Groups;
import gossip.api.metadata.TopicImage;
import gossip.core.group.GroupEvent.Commit.Origin;
import gossip.core.group.GroupEvent.Sight;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ConsumerMachineTest {
    private final GroupHost group = new GroupHost();
    private final UUID topic = group.createTopic("t", 4);

    private Beaten join(String id) {
        return group.beat(GroupHost.joining(id, "t"));
    }

    private Beaten stay(String id, int epoch, Set<PartitionId> owned) {
        return group.beat(GroupHost.staying(id, epoch, owned));
    }

    private static Set<PartitionId> assigned(Beaten beaten) {
        return beaten.assignment().orElseThrow();
    }

    private String state() {
        return group.machine.listed().state();
    }

    @Test
    void firstMemberGetsEverythingAtOnce() {
        Beaten first = join("a");
        assertThat(first.error()).isEqualTo(ErrorCode.NONE);
        assertThat(first.memberEpoch()).isEqualTo(1);
        assertThat(first.heartbeatIntervalMs()).isEqualTo(GroupHost.HEARTBEAT_MS);
        assertThat(assigned(first)).isEqualTo(GroupHost.partitions(topic, 0, 1, 2, 3));
        assertThat(stay("a", 1, assigned(first)).assignment())
                .as("has not changed")
                .isEmpty();
        assertThat(state()).isEqualTo("Stable");
    }

    @Test
    void secondMemberWaitsUntilTheFirstHasGivenBack() {
        Set<PartitionId> all = assigned(join("a"));
        Beaten second = join("b");
        assertThat(second.memberEpoch()).isEqualTo(2);
        assertThat(assigned(second)).isEmpty();
        Beaten told = stay("a", 1, all);
        assertThat(told.memberEpoch())
                .as("stays in its epoch while it gives back")
                .isEqualTo(1);
        assertThat(assigned(told)).hasSize(2);
        assertThat(state()).isEqualTo("Reconciling");
        assertThat(assigned(group.beat(GroupHost.joining("b", "t"))))
                .as("not yet free")
                .isEmpty();
        Beaten done = stay("a", 1, assigned(told));
        assertThat(done.memberEpoch()).isEqualTo(2);
        Set<PartitionId> rest = assigned(stay("b", 2, Set.of()));
        assertThat(rest).hasSize(2).doesNotContainAnyElementsOf(assigned(told));
        assertThat(state()).isEqualTo("Stable");
    }

    @Test
    void partitionsOfWhoLeavesGoToTheOthers() {
        Set<PartitionId> all = assigned(join("a"));
        join("b");
        Set<PartitionId> half = assigned(stay("a", 1, all));
        stay("a", 1, half);
        stay("b", 2, Set.of());
        Beaten left = stay("a", -1, Set.of());
        assertThat(left.error()).isEqualTo(ErrorCode.NONE);
        assertThat(left.memberEpoch()).isEqualTo(-1);
        assertThat(assigned(stay("b", 2, Set.of()))).isEqualTo(all);
        assertThat(stay("a", 2, half).error()).isEqualTo(ErrorCode.UNKNOWN_MEMBER_ID);
    }

    @Test
    void silentMemberIsTakenOut() {
        join("a");
        group.pass(GroupHost.SESSION_MS - 1);
        assertThat(stay("a", 1, Set.of()).error()).isEqualTo(ErrorCode.NONE);
        group.pass(GroupHost.SESSION_MS);
        assertThat(stay("a", 1, Set.of()).error()).isEqualTo(ErrorCode.UNKNOWN_MEMBER_ID);
        assertThat(state()).isEqualTo("Empty");
        assertThat(group.wakeAtMs).as("an empty group wants no time").isEqualTo(Alarm.NEVER);
    }

    @Test
    void memberThatDoesNotGiveBackInTimeIsTakenOut() {
        Set<PartitionId> all = assigned(join("a"));
        join("b");
        stay("a", 1, all);
        for (int i = 0; i < GroupHost.REBALANCE_MS / 10_000; i++) {
            assertThat(stay("a", 1, all).error()).isEqualTo(ErrorCode.NONE);
            stay("b", 2, Set.of());
            group.pass(10_000);
        }
        assertThat(stay("a", 1, all).error()).isEqualTo(ErrorCode.UNKNOWN_MEMBER_ID);
        assertThat(assigned(stay("b", 2, Set.of()))).isEqualTo(all);
    }

    @Test
    void epochsAreChecked() {
        Set<PartitionId> all = assigned(join("a"));
        assertThat(stay("a", 7, all).error()).isEqualTo(ErrorCode.FENCED_MEMBER_EPOCH);
        join("b");
        Set<PartitionId> half = assigned(stay("a", 1, all));
        assertThat(stay("a", 1, half).memberEpoch()).isEqualTo(2);
        assertThat(stay("a", 1, half).memberEpoch())
                .as("the answer with the new epoch was lost")
                .isEqualTo(2);
        assertThat(stay("a", 1, all).error()).as("owns too much").isEqualTo(ErrorCode.FENCED_MEMBER_EPOCH);
        assertThat(join("a").error()).as("may always begin anew").isEqualTo(ErrorCode.NONE);
        assertThat(stay("x", 2, Set.of()).error()).isEqualTo(ErrorCode.UNKNOWN_MEMBER_ID);
    }

    @Test
    void commitsAndReadsAreCheckedAgainstTheEpoch() {
        assertThat(group.commit(Groups.Member.outside("g"))).isEqualTo(ErrorCode.NONE);
        join("a");
        assertThat(group.commit(new Groups.Member("g", "a", Optional.empty(), 1)))
                .isEqualTo(ErrorCode.NONE);
        assertThat(group.commit(new Groups.Member("g", "a", Optional.empty(), 2)))
                .isEqualTo(ErrorCode.STALE_MEMBER_EPOCH);
        assertThat(group.commit(new Groups.Member("g", "x", Optional.empty(), 1)))
                .isEqualTo(ErrorCode.UNKNOWN_MEMBER_ID);
        assertThat(group.commit(Groups.Member.outside("g"))).isEqualTo(ErrorCode.UNKNOWN_MEMBER_ID);
        assertThat(group.read(Groups.Member.outside("g"))).isEqualTo(ErrorCode.NONE);
        assertThat(group.read(new Groups.Member("g", "a", Optional.empty(), 0)))
                .isEqualTo(ErrorCode.STALE_MEMBER_EPOCH);
        assertThat(group.read(new Groups.Member("g", "x", Optional.empty(), 0))).isEqualTo(ErrorCode.UNKNOWN_MEMBER_ID);
    }

    @Test
    void newTopicsAndPartitionsArePickedUp() {
        Set<PartitionId> all = assigned(group.beat(GroupHost.joining("a", "t", "later")));
        group.addPartitions("t", 2);
        Beaten more = stay("a", 1, all);
        assertThat(assigned(more)).isEqualTo(GroupHost.partitions(topic, 0, 1, 2, 3, 4, 5));
        UUID later = group.createTopic("later", 1);
        assertThat(assigned(stay("a", 2, assigned(more)))).contains(new PartitionId(later, 0));
        group.createTopic("other", 1);
        assertThat(stay("a", 3, Set.of()).memberEpoch()).as("not its business").isEqualTo(3);
        group.deleteTopic("later");
        assertThat(assigned(stay("a", 3, assigned(more)))).doesNotContain(new PartitionId(later, 0));
    }

    @Test
    void patternsMatchTopicsThatComeAndGo() {
        UUID one = group.createTopic("log-1", 1);
        group.createTopic("secret-log-2", 1);
        Beaten first = group.beat(GroupHost.joining("a", Optional.empty(), Set.of(), ".*log-\\d"));
        assertThat(assigned(first)).isEqualTo(GroupHost.partitions(one, 0));
        UUID three = group.createTopic("log-3", 1);
        Set<PartitionId> both = assigned(stay("a", 1, assigned(first)));
        assertThat(both).containsExactlyInAnyOrder(new PartitionId(one, 0), new PartitionId(three, 0));
        group.crash();
        group.deleteTopic("log-1");
        assertThat(assigned(stay("a", 2, both))).isEqualTo(GroupHost.partitions(three, 0));
        assertThat(group.machine.isSubscribed("log-3")).isTrue();
        assertThat(group.machine.isSubscribed("log-1")).isFalse();
    }

    @Test
    void staticMemberComesBackToItsPartitions() {
        Optional<String> instance = Optional.of("i");
        Set<PartitionId> all = assigned(group.beat(GroupHost.joining("a", instance, Set.of("t"), "")));
        assertThat(group.beat(GroupHost.joining("b", instance, Set.of("t"), "")).error())
                .isEqualTo(ErrorCode.UNRELEASED_INSTANCE_ID);
        assertThat(group.beat(GroupHost.staying("b", instance, 1, Optional.empty()))
                        .error())
                .isEqualTo(ErrorCode.FENCED_INSTANCE_ID);
        Beaten away = group.beat(GroupHost.staying("a", instance, -2, Optional.empty()));
        assertThat(away.memberEpoch()).isEqualTo(-2);
        join("c");
        Beaten back = group.beat(GroupHost.joining("b", instance, Set.of("t"), ""));
        assertThat(back.error()).isEqualTo(ErrorCode.NONE);
        assertThat(all).containsAll(assigned(back));
        assertThat(group.beat(GroupHost.staying("a", instance, 1, Optional.empty()))
                        .error())
                .isEqualTo(ErrorCode.FENCED_INSTANCE_ID);
        assertThat(group.machine.memberCount()).isEqualTo(2);
    }

    @Test
    void staticMemberThatStaysAwayIsTakenOut() {
        Optional<String> instance = Optional.of("i");
        group.beat(GroupHost.joining("a", instance, Set.of("t"), ""));
        group.beat(GroupHost.staying("a", instance, -2, Optional.empty()));
        group.pass(GroupHost.SESSION_MS);
        assertThat(state()).isEqualTo("Empty");
    }

    @Test
    void fullGroupTakesNobodyIn() {
        GroupHost small = new GroupHost(MigrationPolicy.BIDIRECTIONAL, 1);
        assertThat(small.beat(GroupHost.joining("a", "t")).error()).isEqualTo(ErrorCode.NONE);
        assertThat(small.beat(GroupHost.joining("b", "t")).error()).isEqualTo(ErrorCode.GROUP_MAX_SIZE_REACHED);
        assertThat(small.beat(GroupHost.joining("a", "t")).error()).isEqualTo(ErrorCode.NONE);
    }

    @Test
    void onlyAGroupWithoutMembersIsDeleted() {
        join("a");
        assertThat(group.delete()).isEqualTo(ErrorCode.NON_EMPTY_GROUP);
        stay("a", -1, Set.of());
        assertThat(group.delete()).isEqualTo(ErrorCode.NONE);
        assertThat(group.machine.isDead()).isTrue();
    }

    @Test
    void theAssignorThatMostMembersWantIsTaken() {
        Beat wish = new Beat(
                "g",
                "a",
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.of(1),
                Optional.of(Set.of("t")),
                Optional.empty(),
                Optional.of("range"),
                Optional.of(Set.of()));
        group.beat(wish);
        assertThat(group.machine.describedConsumers().orElseThrow().assignor()).isEqualTo("range");
    }

    @Test
    void emptyGroupBecomesClassicAgain() {
        join("a");
        stay("a", -1, Set.of());
        assertThat(group.join(ClassicScript.request("", "", false, "range"))
                        .join()
                        .error())
                .isEqualTo(ErrorCode.NONE);
        assertThat(group.machine.listed().type()).isEqualTo("classic");
        assertThat(group.keptNames()).isEmpty();
    }

    @Test
    void clientsThatDoNotKnowOfEpochsCannotCommitForTheirMember() {
        join("a");
        Groups.Member member = new Groups.Member("g", "a", Optional.empty(), 1);
        assertThat(group.commit(member, Origin.OLD_MEMBER)).isEqualTo(ErrorCode.UNSUPPORTED_VERSION);
        assertThat(group.commit(member, Origin.MEMBER)).isEqualTo(ErrorCode.NONE);
        assertThat(group.commit(member, Origin.TRANSACTION)).isEqualTo(ErrorCode.NONE);
        assertThat(group.commit(Groups.Member.outside("g"), Origin.OLD_MEMBER))
                .as("who is no member is told that first")
                .isEqualTo(ErrorCode.UNKNOWN_MEMBER_ID);
        assertThat(group.commit(Groups.Member.outside("g"), Origin.TRANSACTION)).isEqualTo(ErrorCode.NONE);
    }

    @Test
    void anIdThatWasGivenOutDoesNotKeepTheOtherProtocolOut() {
        Groups.Joined told =
                group.join(ClassicScript.request("", "", true, "range")).join();
        assertThat(told.error()).isEqualTo(ErrorCode.MEMBER_ID_REQUIRED);
        assertThat(join("a").error()).isEqualTo(ErrorCode.NONE);
    }

    @Test
    void topicsThatMayBeSeenLaterArePickedUpInTime() {
        UUID hidden = group.createTopic("t-hidden", 1);
        Sight blind = new Sight(name -> !name.equals("t-hidden"));
        Beat pattern = GroupHost.joining("a", Optional.empty(), Set.of(), "t.*");
        assertThat(assigned(group.beat(pattern, found(blind)))).isEqualTo(GroupHost.partitions(topic, 0, 1, 2, 3));
        assertThat(group.machine.unresolvedPatterns(Optional.empty(), group.nowMs))
                .isEmpty();
        for (int i = 0; i < TopicInterest.REFRESH_MS / 10_000; i++) {
            group.pass(10_000);
            assertThat(stay("a", 1, GroupHost.partitions(topic, 0, 1, 2, 3)).assignment())
                    .isEmpty();
        }
        assertThat(group.machine.unresolvedPatterns(Optional.empty(), group.nowMs))
                .containsExactly("t.*");
        Beaten seeing = group.beat(
                GroupHost.staying("a", 1, GroupHost.partitions(topic, 0, 1, 2, 3)), found(new Sight(name -> true)));
        assertThat(assigned(seeing)).contains(new PartitionId(hidden, 0)).hasSize(5);
        assertThat(group.machine.unresolvedPatterns(Optional.empty(), group.nowMs))
                .isEmpty();
    }

    private Sight found(Sight sight) {
        Set<String> names = group.metadata
                .topics()
                .map(TopicImage::name)
                .filter(sight.visible())
                .collect(Collectors.toSet());
        return new Sight(sight.visible(), Map.of("t.*", new Patterns.Found("t.*", group.metadata, names)));
    }
}
