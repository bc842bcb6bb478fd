package gossip.core.group;

import static gossip.core.group.ClassicScript.bytes;
import static gossip.core.group.ClassicScript.member;
import static gossip.core.group.ClassicScript.protocols;
import static gossip.core.group.ClassicScript.request;
import static gossip.core.group.ClassicScript.text;
import static org.assertj.core.api.Assertions.assertThat;

import gossip.api.ErrorCode;
import gossip.api.broker.Groups;
import gossip.api.broker.Groups.Joined;
import gossip.api.broker.Groups.Synced;
import gossip.core.group.GroupEvent.Commit.Origin;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClassicMachineTest {
    private final ClassicScript group = new ClassicScript();

    private static Groups.Member as(String memberId, int generation) {
        return new Groups.Member("g", memberId, Optional.empty(), generation);
    }

    private static Groups.Member as(String memberId, String instance, int generation) {
        return new Groups.Member("g", memberId, Optional.of(instance), generation);
    }

    @Test
    void loneMemberLeadsTheFirstGeneration() {
        Joined joined = group.join("").join();
        assertThat(joined.error()).isEqualTo(ErrorCode.NONE);
        assertThat(joined.generationId()).isEqualTo(1);
        assertThat(joined.leaderId()).isEqualTo(joined.memberId());
        assertThat(joined.protocolName()).isEqualTo("range");
        assertThat(joined.members()).hasSize(1);
        Synced synced = group.sync(joined).join();
        assertThat(text(synced.assignment())).isEqualTo("for " + joined.memberId());
        assertThat(group.machine.state()).isEqualTo(ClassicState.STABLE);
    }

    @Test
    void newcomerMakesTheGroupGatherAgain() {
        Joined first = group.stable(1).getFirst();
        CompletableFuture<Joined> second = group.join("");
        assertThat(second).isNotDone();
        assertThat(group.heartbeat(member(first))).isEqualTo(ErrorCode.REBALANCE_IN_PROGRESS);
        Joined again = group.join(first.memberId()).join();
        assertThat(again.generationId()).isEqualTo(2);
        assertThat(again.members()).hasSize(2);
        assertThat(second.join().members()).isEmpty();
        assertThat(second.join().leaderId()).isEqualTo(first.memberId());
        CompletableFuture<Synced> waiting = group.sync(second.join());
        assertThat(waiting).isNotDone();
        group.sync(again);
        assertThat(text(waiting.join().assignment()))
                .isEqualTo("for " + second.join().memberId());
    }

    @Test
    void memberIdIsGivenOutFirstWhenRequired() {
        Joined told = group.join(request("", "", true, "range")).join();
        assertThat(told.error()).isEqualTo(ErrorCode.MEMBER_ID_REQUIRED);
        assertThat(group.machine.state()).isEqualTo(ClassicState.EMPTY);
        Joined joined = group.join(request(told.memberId(), "", true, "range")).join();
        assertThat(joined.error()).isEqualTo(ErrorCode.NONE);
        assertThat(joined.memberId()).isEqualTo(told.memberId());
    }

    @Test
    void unusedMemberIdExpiresWithTheSessionTimeout() {
        Joined told = group.join(request("", "", true, "range")).join();
        group.pass(ClassicScript.SESSION_MS);
        assertThat(group.join(told.memberId()).join().error()).isEqualTo(ErrorCode.UNKNOWN_MEMBER_ID);
        assertThat(group.machine.isVacant()).isTrue();
    }

    @Test
    void rebalanceWaitsForThoseWhoWereGivenAnId() {
        Joined first = group.stable(1).getFirst();
        Joined told = group.join(request("", "", true, "range")).join();
        CompletableFuture<Joined> leader = group.join(first.memberId());
        assertThat(leader).isNotDone();
        group.join(told.memberId());
        assertThat(leader.join().members()).hasSize(2);
    }

    @Test
    void initialDelayGathersMembersWhoComeTogether() {
        ClassicScript group = new ClassicScript(100, Integer.MAX_VALUE);
        CompletableFuture<Joined> first = group.join("");
        group.pass(60);
        CompletableFuture<Joined> second = group.join("");
        group.pass(60);
        assertThat(first).as("the second member extends the delay").isNotDone();
        group.pass(100);
        assertThat(first.join().members()).hasSize(2);
        assertThat(second.join().generationId()).isEqualTo(1);
    }

    @Test
    void initialDelayEndsWithTheRebalanceTimeout() {
        ClassicScript group = new ClassicScript(50_000, Integer.MAX_VALUE);
        CompletableFuture<Joined> first = group.join("");
        group.pass(49_000);
        group.join("");
        group.pass(ClassicScript.REBALANCE_MS - 49_000);
        assertThat(first).isDone();
    }

    @Test
    void silentMemberIsTakenOutAfterItsSessionTimeout() {
        List<Joined> members = group.stable(2);
        group.pass(ClassicScript.SESSION_MS - 1);
        assertThat(group.heartbeat(member(members.getFirst()))).isEqualTo(ErrorCode.NONE);
        group.pass(1);
        assertThat(group.machine.state()).isEqualTo(ClassicState.PREPARING_REBALANCE);
        Joined alone = group.join(members.getFirst().memberId()).join();
        assertThat(alone.members()).hasSize(1);
        assertThat(group.heartbeat(member(members.get(1)))).isEqualTo(ErrorCode.UNKNOWN_MEMBER_ID);
    }

    @Test
    void membersWhoDoNotRejoinInTimeAreDropped() {
        List<Joined> members = group.stable(3);
        CompletableFuture<Joined> rejoining = group.join(members.getFirst().memberId());
        for (int i = 0; i < 7; i++) {
            group.pass(ClassicScript.SESSION_MS - 1);
            members.forEach(m -> group.heartbeat(member(m)));
        }
        assertThat(rejoining.join().members()).hasSize(1);
        assertThat(group.heartbeat(member(members.get(1)))).isEqualTo(ErrorCode.UNKNOWN_MEMBER_ID);
    }

    @Test
    void leaderWhoDoesNotRejoinLosesTheLead() {
        List<Joined> members = group.stable(2);
        CompletableFuture<Joined> follower = group.join(request(members.get(1).memberId(), "", false, "range=changed"));
        group.pass(ClassicScript.SESSION_MS);
        assertThat(follower.join().leaderId()).isEqualTo(members.get(1).memberId());
    }

    @Test
    void membersWhoDoNotSyncInTimeAreDropped() {
        Joined first = group.stable(1).getFirst();
        CompletableFuture<Joined> second = group.join("");
        Joined leader = group.join(first.memberId()).join();
        CompletableFuture<Synced> waiting = group.sync(second.join());
        for (int i = 0; i < 7; i++) {
            group.pass(ClassicScript.SESSION_MS - 1);
            group.heartbeat(member(leader));
        }
        assertThat(waiting.join().error()).isEqualTo(ErrorCode.REBALANCE_IN_PROGRESS);
        assertThat(group.heartbeat(member(leader))).isEqualTo(ErrorCode.UNKNOWN_MEMBER_ID);
    }

    @Test
    void waitingForTheLeaderIsNoSilenceButWhatFollowsIs() {
        Joined first = group.stable(1).getFirst();
        CompletableFuture<Joined> second = group.join("");
        Joined leader = group.join(first.memberId()).join();
        CompletableFuture<Synced> waiting = group.sync(second.join());
        for (int i = 0; i < 3; i++) {
            group.pass(ClassicScript.SESSION_MS - 1);
            group.heartbeat(member(leader));
        }
        group.sync(leader);
        assertThat(waiting.join().error()).isEqualTo(ErrorCode.NONE);
        group.pass(ClassicScript.SESSION_MS - 1);
        assertThat(group.machine.roster().size()).isEqualTo(2);
        group.heartbeat(member(leader));
        group.pass(1);
        assertThat(group.machine.roster().size()).isEqualTo(1);
    }

    @Test
    void rebalanceTimeoutOfZeroDoesNotSpin() {
        Groups.Join hasty = new Groups.Join(
                "g", "", Optional.of("i1"), false, "consumer", protocols("range"), ClassicScript.SESSION_MS, 0, "");
        Joined fixed = group.join(hasty).join();
        group.sync(as(fixed.memberId(), "i1", 1), Map.of());
        group.join(new Groups.Join(
                "g", "", Optional.of("i2"), false, "consumer", protocols("range"), ClassicScript.SESSION_MS, 0, ""));
        group.leave(new Groups.Leaving("", Optional.of("i2"), ""));
        group.pass(ClassicScript.SESSION_MS + 1);
        assertThat(group.machine.state()).isEqualTo(ClassicState.EMPTY);
    }

    @Test
    void lastMemberLeavesAnEmptyGroup() {
        Joined only = group.stable(1).getFirst();
        assertThat(group.leave(only.memberId()).outcomes()).containsExactly(ErrorCode.NONE);
        assertThat(group.machine.state()).isEqualTo(ClassicState.EMPTY);
        assertThat(group.machine.isVacant()).isTrue();
        assertThat(group.machine.protocolType()).isEqualTo("consumer");
        assertThat(group.machine.protocolName()).isEmpty();
    }

    @Test
    void leavingIsAnsweredForEachMember() {
        List<Joined> members = group.stable(2);
        Groups.Left left = group.leave(
                new Groups.Leaving(members.getFirst().memberId(), Optional.empty(), ""),
                new Groups.Leaving("nobody", Optional.empty(), ""),
                new Groups.Leaving("", Optional.of("no-instance"), ""));
        assertThat(left.error()).isEqualTo(ErrorCode.NONE);
        assertThat(left.outcomes())
                .containsExactly(ErrorCode.NONE, ErrorCode.UNKNOWN_MEMBER_ID, ErrorCode.UNKNOWN_MEMBER_ID);
    }

    @Test
    void waitingJoinOfAMemberThatIsTakenOutIsAnswered() {
        group.stable(2);
        CompletableFuture<Joined> third = group.join(request("", "i3", true, "range"));
        group.leave(new Groups.Leaving("", Optional.of("i3"), "removed by an administrator"));
        assertThat(third.join().error()).isEqualTo(ErrorCode.UNKNOWN_MEMBER_ID);
    }

    @Test
    void protocolIsTheOneMostMembersFavour() {
        ClassicScript group = new ClassicScript(10, Integer.MAX_VALUE);
        CompletableFuture<Joined> first = group.join(request("", "", false, "range", "sticky=s1"));
        group.join(request("", "", false, "sticky", "range"));
        group.join(request("", "", false, "sticky", "range", "other"));
        group.pass(1_000);
        assertThat(first.join().protocolName()).isEqualTo("sticky");
        assertThat(text(first.join().members().getFirst().metadata())).isEqualTo("s1");
    }

    @Test
    void memberWithoutACommonProtocolIsRefused() {
        group.stable(1);
        assertThat(group.join(request("", "", false, "sticky")).join().error())
                .isEqualTo(ErrorCode.INCONSISTENT_GROUP_PROTOCOL);
        Groups.Join connect =
                new Groups.Join("g", "", Optional.empty(), false, "connect", protocols("range"), 10_000, 60_000, "");
        assertThat(group.join(connect).join().error()).isEqualTo(ErrorCode.INCONSISTENT_GROUP_PROTOCOL);
        Groups.Join nothing =
                new Groups.Join("g", "", Optional.empty(), false, "consumer", List.of(), 10_000, 60_000, "");
        assertThat(new ClassicScript().join(nothing).join().error()).isEqualTo(ErrorCode.INCONSISTENT_GROUP_PROTOCOL);
    }

    @Test
    void unchangedFollowerKeepsTheGenerationButTheLeaderBeginsANewOne() {
        List<Joined> members = group.stable(2);
        assertThat(group.join(members.get(1).memberId()).join().generationId()).isEqualTo(2);
        CompletableFuture<Joined> leader = group.join(members.getFirst().memberId());
        assertThat(leader).isNotDone();
        group.join(members.get(1).memberId());
        assertThat(leader.join().generationId()).isEqualTo(3);
    }

    @Test
    void changedFollowerBeginsANewGeneration() {
        List<Joined> members = group.stable(2);
        CompletableFuture<Joined> changed = group.join(request(members.get(1).memberId(), "", false, "range=more"));
        assertThat(changed).isNotDone();
        Joined leader = group.join(members.getFirst().memberId()).join();
        assertThat(leader.members()).anyMatch(m -> text(m.metadata()).equals("more"));
    }

    @Test
    void repeatedJoinReplacesTheOlderWhichIsAnswered() {
        List<Joined> members = group.stable(2);
        CompletableFuture<Joined> older = group.join(members.getFirst().memberId());
        CompletableFuture<Joined> newer = group.join(members.getFirst().memberId());
        assertThat(older.join().error()).isEqualTo(ErrorCode.REBALANCE_IN_PROGRESS);
        assertThat(newer).isNotDone();
    }

    @Test
    void fullGroupTurnsNewcomersAway() {
        ClassicScript group = new ClassicScript(0, 2);
        group.stable(2);
        assertThat(group.join("").join().error()).isEqualTo(ErrorCode.GROUP_MAX_SIZE_REACHED);
    }

    @Test
    void restartedStaticMemberTakesItsPlaceWithoutARebalance() {
        Joined first = group.joinStatic("", "i1").join();
        CompletableFuture<Joined> second = group.joinStatic("", "i2");
        Joined leader = group.joinStatic(first.memberId(), "i1").join();
        group.sync(as(second.join().memberId(), "i2", 2), Map.of());
        group.sync(
                as(leader.memberId(), "i1", 2),
                Map.of(leader.memberId(), bytes("a1"), second.join().memberId(), bytes("a2")));

        Joined restarted = group.joinStatic("", "i2").join();
        assertThat(restarted.error()).isEqualTo(ErrorCode.NONE);
        assertThat(restarted.generationId()).isEqualTo(2);
        assertThat(restarted.memberId()).isNotEqualTo(second.join().memberId());
        assertThat(restarted.skipAssignment()).isFalse();
        assertThat(text(group.sync(as(restarted.memberId(), "i2", 2), Map.of())
                        .join()
                        .assignment()))
                .isEqualTo("a2");
        assertThat(group.heartbeat(as(second.join().memberId(), "i2", 2))).isEqualTo(ErrorCode.FENCED_INSTANCE_ID);

        Joined restartedLeader = group.joinStatic("", "i1").join();
        assertThat(restartedLeader.leaderId()).isEqualTo(restartedLeader.memberId());
        assertThat(restartedLeader.skipAssignment()).isTrue();
        assertThat(restartedLeader.members()).hasSize(2);
        assertThat(group.machine.state()).isEqualTo(ClassicState.STABLE);
    }

    @Test
    void staticMemberWithAnotherAssignorMakesTheGroupRebalance() {
        Joined first = group.join(request("", "i1", true, "range", "sticky")).join();
        group.sync(as(first.memberId(), "i1", 1), Map.of());
        Joined again = group.join(request("", "i1", true, "sticky")).join();
        assertThat(again.generationId()).isEqualTo(2);
        assertThat(again.protocolName()).isEqualTo("sticky");
    }

    @Test
    void doubleOfAStaticMemberFencesTheFirstWhileItWaits() {
        group.stable(1);
        CompletableFuture<Joined> first = group.joinStatic("", "i1");
        CompletableFuture<Joined> twin = group.joinStatic("", "i1");
        assertThat(first.join().error()).isEqualTo(ErrorCode.FENCED_INSTANCE_ID);
        assertThat(twin).isNotDone();
    }

    @Test
    void staticMemberStaysOverARebalanceItMissesUntilItsSessionEnds() {
        Joined fixed = group.joinStatic("", "i1").join();
        group.sync(as(fixed.memberId(), "i1", 1), Map.of());
        CompletableFuture<Joined> second = group.join("");
        for (int i = 0; i < 7; i++) {
            group.pass(ClassicScript.SESSION_MS - 1);
            group.heartbeat(as(fixed.memberId(), "i1", 1));
        }
        assertThat(second.join().members()).hasSize(2);
        assertThat(second.join().leaderId()).isEqualTo(second.join().memberId());
    }

    @ParameterizedTest
    @CsvSource({
        "present, 2, NONE, NONE, NONE",
        "present, 1, ILLEGAL_GENERATION, ILLEGAL_GENERATION, ILLEGAL_GENERATION",
        "present, 3, ILLEGAL_GENERATION, ILLEGAL_GENERATION, ILLEGAL_GENERATION",
        "absent, 2, UNKNOWN_MEMBER_ID, UNKNOWN_MEMBER_ID, UNKNOWN_MEMBER_ID",
        "'', -1, UNKNOWN_MEMBER_ID, UNKNOWN_MEMBER_ID, UNKNOWN_MEMBER_ID"
    })
    void onlyMembersOfTheGenerationAreServed(
            String who, int generation, ErrorCode heartbeat, ErrorCode commit, ErrorCode sync) {
        List<Joined> members = group.stable(2);
        String id = who.equals("present") ? members.get(1).memberId() : who;
        assertThat(group.heartbeat(as(id, generation))).isEqualTo(heartbeat);
        assertThat(group.commit(as(id, generation))).isEqualTo(commit);
        assertThat(group.sync(as(id, generation), Map.of()).join().error()).isEqualTo(sync);
    }

    @Test
    void commitDependsOnTheState() {
        assertThat(group.commit(as("", -1))).as("empty, from outside").isEqualTo(ErrorCode.NONE);
        assertThat(group.commit(as("x", 1))).as("empty, by a member").isEqualTo(ErrorCode.UNKNOWN_MEMBER_ID);
        Joined joined = group.join("").join();
        assertThat(group.commit(member(joined))).as("completing").isEqualTo(ErrorCode.REBALANCE_IN_PROGRESS);
        group.sync(joined);
        assertThat(group.commit(member(joined))).as("stable").isEqualTo(ErrorCode.NONE);
        group.join("");
        assertThat(group.commit(member(joined)))
                .as("preparing: before it joins again")
                .isEqualTo(ErrorCode.NONE);
    }

    @Test
    void syncOfAnotherProtocolIsRefused() {
        Joined joined = group.join("").join();
        CompletableFuture<Synced> reply = new CompletableFuture<>();
        group.apply(new GroupEvent.Sync(
                reply, new Groups.Sync(member(joined), Optional.of("consumer"), Optional.of("sticky"), Map.of())));
        assertThat(reply.join().error()).isEqualTo(ErrorCode.INCONSISTENT_GROUP_PROTOCOL);
    }

    @Test
    void onlyAnEmptyGroupCanBeDeletedAndOnlyOnce() {
        Joined only = group.stable(1).getFirst();
        assertThat(group.delete()).isEqualTo(ErrorCode.NON_EMPTY_GROUP);
        group.leave(only.memberId());
        assertThat(group.delete()).isEqualTo(ErrorCode.NONE);
        assertThat(group.delete()).isEqualTo(ErrorCode.GROUP_ID_NOT_FOUND);
        assertThat(group.join("").join().error()).isEqualTo(ErrorCode.COORDINATOR_NOT_AVAILABLE);
        assertThat(group.heartbeat(member(only))).isEqualTo(ErrorCode.COORDINATOR_NOT_AVAILABLE);
        assertThat(group.commit(as("", -1))).isEqualTo(ErrorCode.COORDINATOR_NOT_AVAILABLE);
        assertThat(group.leave(only.memberId()).error()).isEqualTo(ErrorCode.COORDINATOR_NOT_AVAILABLE);
    }

    @Test
    void theSilenceOfWhoHangsUpWhileJoiningCountsFromThen() {
        List<Joined> members = group.stable(3);
        String dead = members.get(1).memberId();
        String alive = members.get(2).memberId();
        CompletableFuture<Joined> newcomer = group.join("");
        CompletableFuture<Joined> abandoned = group.join(dead);
        group.join(alive);
        group.pass(4_000);
        assertThat(abandoned).isNotDone();
        group.apply(new GroupEvent.Abandoned(abandoned));
        assertThat(abandoned).as("nobody reads it").isDone();
        CompletableFuture<Joined> leader = group.join(members.getFirst().memberId());
        assertThat(newcomer).as("who hung up may come back").isNotDone();
        group.pass(ClassicScript.SESSION_MS);
        assertThat(leader).isDone();
        assertThat(leader.join().members())
                .as("one session timeout, not one until the generation and one more in it")
                .hasSize(3)
                .noneMatch(member -> member.memberId().equals(dead));
    }

    @Test
    void whoHangsUpWhileJoiningMayComeBack() {
        List<Joined> members = group.stable(3);
        CompletableFuture<Joined> leader = group.join(members.getFirst().memberId());
        CompletableFuture<Joined> abandoned = group.join(members.get(1).memberId());
        group.apply(new GroupEvent.Abandoned(abandoned));
        CompletableFuture<Joined> again = group.join(members.get(1).memberId());
        group.join(members.get(2).memberId());
        assertThat(List.of(leader, again)).allMatch(CompletableFuture::isDone);
        assertThat(again.join().generationId()).isEqualTo(leader.join().generationId());
        assertThat(leader.join().members()).hasSize(3);
    }

    @Test
    void theSilenceOfWhoHangsUpWhileSyncingCountsFromThen() {
        Joined first = group.stable(1).getFirst();
        CompletableFuture<Joined> second = group.join("");
        CompletableFuture<Joined> rejoined = group.join(first.memberId());
        assertThat(List.of(rejoined, second)).allMatch(CompletableFuture::isDone);
        Joined leader = rejoined.join();
        CompletableFuture<Synced> abandoned = group.sync(second.join());
        group.apply(new GroupEvent.Abandoned(abandoned));
        group.pass(ClassicScript.SESSION_MS - 1);
        assertThat(group.heartbeat(member(leader))).isEqualTo(ErrorCode.NONE);
        group.pass(1);
        assertThat(group.heartbeat(member(second.join()))).isEqualTo(ErrorCode.UNKNOWN_MEMBER_ID);
    }

    @Test
    void transactionsCommitWhateverTheStateOfTheGroup() {
        Joined first = group.join("").join();
        assertThat(group.commit(member(first), Origin.MEMBER))
                .as("has no assignment yet")
                .isEqualTo(ErrorCode.REBALANCE_IN_PROGRESS);
        assertThat(group.commit(member(first), Origin.TRANSACTION)).isEqualTo(ErrorCode.NONE);
        assertThat(group.commit(as("", -1), Origin.TRANSACTION))
                .as("old producers do not say who they are")
                .isEqualTo(ErrorCode.NONE);
        assertThat(group.commit(as(first.memberId(), 7), Origin.TRANSACTION)).isEqualTo(ErrorCode.ILLEGAL_GENERATION);
        assertThat(group.commit(as("", "i", -1), Origin.TRANSACTION)).isEqualTo(ErrorCode.UNKNOWN_MEMBER_ID);
    }
}
