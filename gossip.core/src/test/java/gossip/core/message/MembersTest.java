package gossip.core.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gossip.api.Acks;
import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.broker.ConsumerGroups;
import gossip.api.broker.GroupMember;
import gossip.api.broker.GroupMember.Poll;
import gossip.api.broker.GroupMember.Polled;
import gossip.api.broker.Messages;
import gossip.api.broker.Messages.Join;
import gossip.api.broker.Messages.Message;
import gossip.api.broker.Messages.Send;
import gossip.api.broker.Messages.Start;
import gossip.api.broker.Records;
import gossip.api.broker.Records.OffsetSpec;
import gossip.api.broker.RequestContext;
import gossip.api.record.CompressionType;
import gossip.api.record.NewRecord;
import gossip.api.security.Principal;
import gossip.core.Gossip;
import gossip.core.GossipConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Members of groups, in a whole broker on the in-memory implementations of storage and metadata. */
class MembersTest {
    private static final RequestContext CLIENT = new RequestContext(Principal.ANONYMOUS, "test", "10.0.0.1", "test");

    @TempDir
    Path dir;

    private Gossip gossip;
    private Messages messages;

    @BeforeEach
    void start() {
        gossip = Gossip.start(GossipConfig.in(dir)
                .set("plugins.log_store", "memory")
                .set("plugins.write_ahead_log", "memory")
                .set("plugins.metadata_store", "memory")
                .set("group.consumer_min_heartbeat_interval", "20ms")
                .set("group.consumer_heartbeat_interval", "20ms")
                .set("group.offsets_partitions", "2")
                .set("messages.max_members", "3"));
        messages = gossip.broker().messages();
        gossip.createTopic("t", 4);
    }

    @AfterEach
    void stop() {
        gossip.close();
    }

    @Test
    void soleMemberReadsEverything() {
        GroupMember member = await(messages.join(CLIENT, join("g", true)));
        for (int i = 0; i < 4; i++) {
            send(i, "v" + i);
        }

        assertThat(values(member, 4)).containsExactlyInAnyOrder("v0", "v1", "v2", "v3");
        assertThat(member.assignment()).hasSize(4);
        assertThat(member.positions()).containsEntry(new TopicPartition("t", 0), 1L);
    }

    @Test
    void whatWasCommittedIsNotReadAgain() {
        GroupMember first = await(messages.join(CLIENT, join("g", false)));
        send(0, "a");
        send(0, "b");
        assertThat(values(first, 2)).containsExactly("a", "b");
        assertThat(await(first.commit(Optional.of(Map.of(new TopicPartition("t", 0), 1L)))))
                .containsEntry(new TopicPartition("t", 0), ErrorCode.NONE);
        await(first.leave());

        GroupMember second = await(messages.join(CLIENT, join("g", false)));

        assertThat(values(second, 1)).containsExactly("b");
        assertThat(await(second.commit(Optional.empty()))).containsEntry(new TopicPartition("t", 0), ErrorCode.NONE);
        assertThat(first.gone().toCompletableFuture().join()).isEqualTo(ErrorCode.NONE);
    }

    @Test
    void leavingCommitsWhatWasBroughtIfTheMemberDoesSoByItself() {
        GroupMember first = await(messages.join(CLIENT, join("g", true)));
        send(1, "a");
        assertThat(values(first, 1)).containsExactly("a");
        await(first.leave());
        send(1, "b");

        GroupMember second = await(messages.join(CLIENT, join("g", true)));

        assertThat(values(second, 1)).containsExactly("b");
    }

    @Test
    void partitionsMoveToANewMemberOnceTheyAreGivenBack() {
        GroupMember first = await(messages.join(CLIENT, join("g", true)));
        pollUntilOwning(List.of(first), 4);
        GroupMember second = await(messages.join(CLIENT, join("g", true)));

        pollUntilOwning(List.of(first, second), 2);

        Set<TopicPartition> both = new HashSet<>(first.assignment());
        both.addAll(second.assignment());
        assertThat(both).hasSize(4);
        await(first.leave());
        pollUntilOwning(List.of(second), 4);
    }

    @Test
    void partitionsAreKeptBetweenPolls() {
        GroupMember first = await(messages.join(CLIENT, join("g", false)));
        pollUntilOwning(List.of(first), 4);
        send(0, "a");
        values(first, 1);
        GroupMember second = await(messages.join(CLIENT, join("g", false)));
        pollOnce(second, Duration.ofMillis(200));

        assertThat(first.assignment()).hasSize(4);
        assertThat(second.assignment()).isEmpty();
        assertThat(await(first.commit(Optional.empty()))).containsEntry(new TopicPartition("t", 0), ErrorCode.NONE);
    }

    @Test
    void memberThatIsNotPolledLeaves() {
        GroupMember member = await(messages.join(CLIENT, join("g", Duration.ofMillis(50))));

        assertThat(await(member.gone())).isEqualTo(ErrorCode.REQUEST_TIMED_OUT);
        assertThat(pollOnce(member, Duration.ofSeconds(5)).error()).isEqualTo(ErrorCode.REQUEST_TIMED_OUT);
        assertThat(await(gossip.broker().groups().describeConsumers(CLIENT, List.of("g")))
                        .getFirst()
                        .members())
                .isEmpty();
    }

    @Test
    void memberThatWasTakenOutJoinsAnewAndGoesOnWhereItHasCommitted() {
        GroupMember member = await(messages.join(CLIENT, join("g", false)));
        send(0, "a");
        send(0, "b");
        values(member, 2);
        await(member.commit(Optional.of(Map.of(new TopicPartition("t", 0), 1L))));
        await(gossip.broker()
                .groups()
                .consumerHeartbeat(
                        CLIENT,
                        new ConsumerGroups.Beat(
                                "g",
                                member.id(),
                                -1,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty())));

        assertThat(values(member, 1)).containsExactly("b");
        assertThat(member.gone().toCompletableFuture()).isNotDone();
    }

    @Test
    void membersAreCounted() {
        List<GroupMember> members = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            members.add(await(messages.join(CLIENT, join("g" + i, true))));
        }

        assertThatThrownBy(() -> await(messages.join(CLIENT, join("g", true))))
                .hasCauseInstanceOf(BrokerException.class)
                .hasMessageContaining("messages.max_members");
        await(members.getFirst().leave());
        assertThat(await(messages.join(CLIENT, join("g", true)))).isNotNull();
    }

    @Test
    void refusalsCarryTheirCode() {
        assertThat(refusal(join("g", Duration.ofDays(1)))).isEqualTo(ErrorCode.INVALID_SESSION_TIMEOUT);
        assertThat(refusal(join("", true))).isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(refusal(new Join(
                        "g",
                        Set.of(),
                        Optional.of("("),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        true,
                        true,
                        Duration.ofMinutes(1))))
                .isEqualTo(ErrorCode.INVALID_REGULAR_EXPRESSION);
    }

    @Test
    void thereIsOnePollAtATime() {
        GroupMember member = await(messages.join(CLIENT, join("g", true)));
        CompletableFuture<Polled> first = new CompletableFuture<>();
        Records.Waiting waiting = member.poll(new Poll(1, 1000, Duration.ofSeconds(300)), first::complete);

        assertThat(pollOnce(member, Duration.ZERO).error()).isEqualTo(ErrorCode.INVALID_REQUEST);
        waiting.cancel();
        assertThat(await(first).error()).isEqualTo(ErrorCode.NONE);
    }

    @Test
    void leavingEndsAPoll() {
        GroupMember member = await(messages.join(CLIENT, join("g", true)));
        CompletableFuture<Polled> poll = new CompletableFuture<>();
        member.poll(new Poll(1, 1000, Duration.ofSeconds(300)), poll::complete);

        await(member.leave());

        assertThat(await(poll).error()).isEqualTo(ErrorCode.UNKNOWN_MEMBER_ID);
    }

    @Test
    void stoppingTheBrokerEndsAPoll() {
        GroupMember member = await(messages.join(CLIENT, join("g", true)));
        CompletableFuture<Polled> poll = new CompletableFuture<>();
        member.poll(new Poll(1, 1000, Duration.ofSeconds(300)), poll::complete);

        gossip.close();

        assertThat(await(poll).error()).isEqualTo(ErrorCode.BROKER_NOT_AVAILABLE);
        assertThat(await(member.gone())).isEqualTo(ErrorCode.BROKER_NOT_AVAILABLE);
    }

    @Test
    void positionsCanBeMovedBackAndToTheEnd() {
        GroupMember member = await(messages.join(CLIENT, join("g", true)));
        send(0, "a");
        send(0, "b");
        values(member, 2);

        assertThat(member.seek(Map.of(
                        new TopicPartition("t", 0), new Start.At(1), new TopicPartition("u", 0), new Start.At(0))))
                .containsExactly(new TopicPartition("t", 0));
        assertThat(values(member, 1)).containsExactly("b");

        member.seek(Map.of(new TopicPartition("t", 0), new Start.Found(new OffsetSpec.Earliest())));
        assertThat(values(member, 2)).containsExactly("a", "b");
    }

    @Test
    void subscriptionCanBeChanged() {
        gossip.createTopic("u", 1);
        GroupMember member = await(messages.join(CLIENT, join("g", true)));
        pollUntilOwning(List.of(member), 4);

        member.subscribe(Set.of("u"), Optional.empty());

        pollUntilOwning(List.of(member), 1);
        assertThat(member.assignment()).containsExactly(new TopicPartition("u", 0));
    }

    @Test
    void withoutARuleTheClientIsAskedWhereToBegin() {
        send(0, "a");
        GroupMember member = await(messages.join(
                CLIENT,
                new Join(
                        "g",
                        Set.of("t"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        true,
                        true,
                        Duration.ofMinutes(1))));
        Polled polled = pollOnce(member, Duration.ofSeconds(20));

        assertThat(polled.records()).extracting(one -> one.error()).containsOnly(ErrorCode.OFFSET_OUT_OF_RANGE);
        polled.records().forEach(one -> member.seek(Map.of(one.partition(), new Start.At(0))));
        assertThat(values(member, 1)).containsExactly("a");
    }

    @Test
    void foreignPartitionsAreNotCommitted() {
        GroupMember member = await(messages.join(CLIENT, join("g", true)));
        TopicPartition foreign = new TopicPartition("other", 0);

        assertThat(await(member.commit(Optional.of(Map.of(foreign, 1L)))))
                .containsEntry(foreign, ErrorCode.STALE_MEMBER_EPOCH);
    }

    @Test
    void committedOffsetThatIsGoneIsReset() {
        send(0, "a");
        GroupMember first = await(messages.join(CLIENT, join("g", false)));
        values(first, 1);
        await(first.commit(Optional.of(Map.of(new TopicPartition("t", 0), 77L))));
        await(first.leave());

        GroupMember second = await(messages.join(CLIENT, join("g", false)));

        assertThat(values(second, 1)).containsExactly("a");
    }

    private ErrorCode refusal(Join join) {
        try {
            await(messages.join(CLIENT, join));
            return ErrorCode.NONE;
        } catch (CompletionException e) {
            return ((BrokerException) e.getCause()).code();
        }
    }

    private static void pollUntilOwning(List<GroupMember> members, int count) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (members.stream().anyMatch(member -> member.assignment().size() != count)) {
            if (System.nanoTime() > end) {
                throw new AssertionError(
                        members.stream().map(GroupMember::assignment).toList() + " are not " + count + " each");
            }
            members.forEach(member -> pollOnce(member, Duration.ofMillis(10)));
        }
    }

    private static Polled pollOnce(GroupMember member, Duration wait) {
        CompletableFuture<Polled> done = new CompletableFuture<>();
        member.poll(new Poll(100, 1 << 20, wait), done::complete);
        return await(done);
    }

    private static List<String> values(GroupMember member, int count) {
        List<String> values = new ArrayList<>();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (values.size() < count && System.nanoTime() < end) {
            pollOnce(member, Duration.ofSeconds(1))
                    .records()
                    .forEach(one -> one.records().forEach(record -> values.add(Gossip.text(record.value()))));
        }
        return values;
    }

    private void send(int partition, String value) {
        await(messages.send(
                CLIENT,
                new Send(
                        List.of(new Message("t", OptionalInt.of(partition), NewRecord.of(1, "k", value))),
                        Acks.ALL,
                        CompressionType.NONE,
                        10_000)));
    }

    private static Join join(String group, boolean autoCommit) {
        return join(group, autoCommit, Duration.ofMinutes(1));
    }

    private static Join join(String group, Duration idleTimeout) {
        return join(group, true, idleTimeout);
    }

    private static Join join(String group, boolean autoCommit, Duration idleTimeout) {
        return new Join(
                group,
                Set.of("t"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new OffsetSpec.Earliest()),
                true,
                autoCommit,
                idleTimeout);
    }

    private static <T> T await(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
    }
}
