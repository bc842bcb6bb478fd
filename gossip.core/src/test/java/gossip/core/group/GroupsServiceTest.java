package gossip.core.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.broker.Groups;
import gossip.api.broker.Groups.Joined;
import gossip.api.group.GroupStore.Committed;
import gossip.api.metadata.MetadataCommand;
import gossip.api.security.Authorizer;
import gossip.api.security.Operation;
import gossip.api.security.Resource;
import gossip.core.security.Guard;
import gossip.core.topic.OffsetsTopic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class GroupsServiceTest extends GroupsWorld {
    private static final TopicPartition U0 = new TopicPartition("u", 0);

    @Test
    void askingForTheCoordinatorCreatesTheOffsetsTopic() {
        assertThat(get(groups.join(CLIENT, join("", subscribedTo("t")))).error())
                .isEqualTo(ErrorCode.COORDINATOR_NOT_AVAILABLE);
        coordinate("g");
        assertThat(metadata.image().topic(OffsetsTopic.NAME).orElseThrow().partitionCount())
                .isEqualTo(50);
        coordinate("g");
    }

    @Test
    void partitionOfAGroupIsKafkas() {
        // Kafka: hashCode without its sign bit, modulo the number of partitions
        assertThat(OffsetsTopic.partitionOf("test", 50)).isEqualTo(48);
        assertThat(OffsetsTopic.partitionOf("polygenelubricants", 50))
                .as("hash is the least int")
                .isZero();
    }

    @Test
    void requestsForGroupsOfOthersAreRefused() {
        coordinate("g");
        GroupsService other = service(Guard.OPEN, 2);
        assertThat(get(other.join(CLIENT, join("", subscribedTo("t")))).error()).isEqualTo(ErrorCode.NOT_COORDINATOR);
        assertThat(get(other.heartbeat(CLIENT, new Groups.Member("g", "m", Optional.empty(), 1))))
                .isEqualTo(ErrorCode.NOT_COORDINATOR);
        assertThat(get(other.coordinator(CLIENT, "g"))).isEqualTo(1);
    }

    @Test
    void memberJoinsCommitsAndLeaves() {
        Groups.Member member = consumer();
        assertThat(get(groups.heartbeat(CLIENT, member))).isEqualTo(ErrorCode.NONE);
        assertThat(commit(member, T0, at(42))).isEqualTo(ErrorCode.NONE);
        assertThat(committed("g").get(T0).offset()).isEqualTo(42);
        assertThat(committed("g").get(T0).committedAtMs()).isEqualTo(wallMs);
        Groups.Left left = get(
                groups.leave(CLIENT, "g", List.of(new Groups.Leaving(member.memberId(), Optional.empty(), "done"))));
        assertThat(left.outcomes()).containsExactly(ErrorCode.NONE);
        assertThat(get(groups.list(CLIENT))).containsExactly(new Groups.Listed("g", "consumer", "Empty", "classic"));
    }

    @Test
    void silentMemberIsTakenOutByTheTimer() {
        Groups.Member member = consumer();
        timer.pass(10_001);
        assertThat(get(groups.heartbeat(CLIENT, member))).isEqualTo(ErrorCode.UNKNOWN_MEMBER_ID);
    }

    @Test
    void membersOfUnknownGroupsAreUnknown() {
        coordinate("g");
        Groups.Member member = new Groups.Member("g", "m", Optional.empty(), 1);
        assertThat(get(groups.join(CLIENT, join("m", subscribedTo("t")))).error())
                .isEqualTo(ErrorCode.UNKNOWN_MEMBER_ID);
        assertThat(get(groups.sync(CLIENT, new Groups.Sync(member, Optional.empty(), Optional.empty(), Map.of())))
                        .error())
                .isEqualTo(ErrorCode.UNKNOWN_MEMBER_ID);
        assertThat(get(groups.heartbeat(CLIENT, member))).isEqualTo(ErrorCode.UNKNOWN_MEMBER_ID);
        assertThat(get(groups.leave(CLIENT, "g", List.of(new Groups.Leaving("m", Optional.empty(), ""))))
                        .outcomes())
                .containsExactly(ErrorCode.UNKNOWN_MEMBER_ID);
        assertThat(commit(member, T0, at(1))).isEqualTo(ErrorCode.GROUP_ID_NOT_FOUND);
    }

    @Test
    void emptyNameAndOddSessionTimeoutAreRefused() {
        coordinate("g");
        Groups.Join nameless = new Groups.Join(
                "", "", Optional.empty(), false, "consumer", ClassicScript.protocols("range"), 10_000, 1, "");
        assertThat(get(groups.join(CLIENT, nameless)).error()).isEqualTo(ErrorCode.INVALID_GROUP_ID);
        for (int timeoutMs : new int[] {5_999, 1_800_001}) {
            Groups.Join odd = new Groups.Join(
                    "g", "", Optional.empty(), false, "consumer", ClassicScript.protocols("range"), timeoutMs, 1, "");
            assertThat(get(groups.join(CLIENT, odd)).error()).isEqualTo(ErrorCode.INVALID_SESSION_TIMEOUT);
        }
    }

    @Test
    void commitIsCheckedForEachPartition() {
        coordinate("g");
        TopicPartition beyond = new TopicPartition("t", 9);
        Map<TopicPartition, ErrorCode> outcomes = get(groups.commit(
                CLIENT,
                outside("g"),
                Map.of(
                        T0,
                        at(1),
                        beyond,
                        at(1),
                        new TopicPartition("none", 0),
                        at(1),
                        U0,
                        new Committed(1, -1, "x".repeat(4_097), -1))));
        assertThat(outcomes)
                .containsEntry(T0, ErrorCode.NONE)
                .containsEntry(beyond, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION)
                .containsEntry(new TopicPartition("none", 0), ErrorCode.UNKNOWN_TOPIC_OR_PARTITION)
                .containsEntry(U0, ErrorCode.OFFSET_METADATA_TOO_LARGE);
        assertThat(committed("g")).containsOnlyKeys(T0);
        assertThat(get(groups.committed(CLIENT, outside("g"), Optional.of(Set.of(U0))))
                        .offsets())
                .isEmpty();
    }

    @Test
    void outsiderCannotCommitToAGroupWithMembers() {
        consumer();
        assertThat(commit(outside("g"), T0, at(1))).isEqualTo(ErrorCode.UNKNOWN_MEMBER_ID);
    }

    @Test
    void clientNeedsPermission() {
        consumer();
        coordinate("h");
        commit(outside("h"), T0, at(1));
        commit(outside("h"), U0, at(1));
        Authorizer onlyTopicT = (context, operation, resource) ->
                resource.type() == Resource.Type.GROUP || resource.equals(Resource.topic("t"));
        GroupsService guarded = service(new Guard(List.of(onlyTopicT)), 1);
        assertThat(get(guarded.commit(CLIENT, outside("h"), Map.of(T0, at(2), U0, at(2)))))
                .containsEntry(T0, ErrorCode.NONE)
                .containsEntry(U0, ErrorCode.TOPIC_AUTHORIZATION_FAILED);
        assertThat(get(guarded.committed(CLIENT, outside("h"), Optional.empty()))
                        .offsets())
                .containsOnlyKeys(T0);

        GroupsService closed = service(new Guard(List.of((context, operation, resource) -> false)), 1);
        assertThat(get(closed.join(CLIENT, join("", subscribedTo("t")))).error())
                .isEqualTo(ErrorCode.GROUP_AUTHORIZATION_FAILED);
        assertThat(get(closed.commit(CLIENT, outside("h"), Map.of(T0, at(2)))))
                .containsEntry(T0, ErrorCode.GROUP_AUTHORIZATION_FAILED);
        assertThat(get(closed.committed(CLIENT, outside("h"), Optional.empty())).error())
                .isEqualTo(ErrorCode.GROUP_AUTHORIZATION_FAILED);
        assertThat(get(closed.delete(CLIENT, List.of("h")))).containsEntry("h", ErrorCode.GROUP_AUTHORIZATION_FAILED);
        assertThat(get(closed.list(CLIENT))).isEmpty();
        assertThat(get(closed.describe(CLIENT, List.of("h"))).getFirst().error())
                .isEqualTo(ErrorCode.GROUP_AUTHORIZATION_FAILED);
        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(() -> get(closed.coordinator(CLIENT, "h")))
                .withCauseInstanceOf(BrokerException.class);
    }

    @Test
    void groupIsDescribedWithItsMembers() {
        Groups.Member member = consumer();
        Groups.Described described = get(groups.describe(CLIENT, List.of("g"))).getFirst();
        assertThat(described.state()).isEqualTo("Stable");
        assertThat(described.protocolName()).isEqualTo("range");
        Groups.DescribedMember only = described.members().getFirst();
        assertThat(only.memberId()).isEqualTo(member.memberId());
        assertThat(only.clientHost()).isEqualTo("10.0.0.1");
        assertThat(ClassicScript.text(only.assignment())).isEqualTo("all");
        coordinate("h");
        coordinate("nowhere");
        commit(outside("h"), T0, at(1));
        assertThat(get(groups.describe(CLIENT, List.of("h", "nowhere"))))
                .extracting(Groups.Described::state)
                .containsExactly("Empty", "Dead");
        assertThat(get(groups.list(CLIENT)))
                .containsExactly(
                        new Groups.Listed("g", "consumer", "Stable", "classic"),
                        new Groups.Listed("h", "", "Empty", "classic"));
    }

    @Test
    void onlyGroupsWithoutMembersAreDeleted() {
        Groups.Member member = consumer();
        commit(member, T0, at(1));
        coordinate("h");
        coordinate("nowhere");
        commit(outside("h"), T0, at(1));
        assertThat(get(groups.delete(CLIENT, List.of("g", "h", "nowhere"))))
                .containsEntry("g", ErrorCode.NON_EMPTY_GROUP)
                .containsEntry("h", ErrorCode.NONE)
                .containsEntry("nowhere", ErrorCode.GROUP_ID_NOT_FOUND);
        assertThat(committed("h")).isEmpty();
        get(groups.leave(CLIENT, "g", List.of(new Groups.Leaving(member.memberId(), Optional.empty(), ""))));
        assertThat(get(groups.delete(CLIENT, List.of("g")))).containsEntry("g", ErrorCode.NONE);
        assertThat(committed("g")).isEmpty();
        assertThat(get(groups.list(CLIENT))).isEmpty();
        CompletionStage<Joined> again = groups.join(CLIENT, join("", subscribedTo("t")));
        timer.pass(200);
        assertThat(get(again).generationId()).isEqualTo(1);
    }

    @Test
    void offsetsOfSubscribedTopicsStay() {
        Groups.Member member = consumer();
        commit(member, T0, at(1));
        commit(member, U0, at(1));
        coordinate("nowhere");
        Groups.OffsetsDeleted deleted = get(groups.deleteOffsets(CLIENT, "g", Set.of(T0, U0)));
        assertThat(deleted.outcomes())
                .containsEntry(T0, ErrorCode.GROUP_SUBSCRIBED_TO_TOPIC)
                .containsEntry(U0, ErrorCode.NONE);
        assertThat(committed("g")).containsOnlyKeys(T0);
        assertThat(get(groups.deleteOffsets(CLIENT, "nowhere", Set.of(T0))).error())
                .isEqualTo(ErrorCode.GROUP_ID_NOT_FOUND);
    }

    @Test
    void offsetsOfADeletedTopicAreForgotten() {
        coordinate("h");
        commit(outside("h"), T0, at(1));
        commit(outside("h"), U0, at(1));
        metadata.submit(new MetadataCommand.DeleteTopic(
                metadata.image().topic("t").orElseThrow().id()));
        assertThat(committed("h")).as("at once").containsOnlyKeys(U0);
        timer.pass(Housekeeping.GATHERING_MS);
        assertThat(current.offsets("h")).as("for good").containsOnlyKeys(U0);
        createTopic("t");
        assertThat(committed("h")).as("of the next topic").containsOnlyKeys(U0);
    }

    @Test
    void oldOffsetsOfGroupsWithoutMembersExpire() {
        Groups.Member member = consumer();
        commit(member, T0, at(1));
        coordinate("h");
        coordinate("nowhere");
        commit(outside("h"), T0, at(1));
        long weekMs = 7L * 24 * 3600 * 1000;
        for (long passedMs = 0; passedMs <= weekMs; passedMs += 5_000) {
            get(groups.heartbeat(CLIENT, member));
            wallMs += 5_000;
            timer.pass(5_000);
        }
        wallMs += Housekeeping.INTERVAL_MS;
        get(groups.heartbeat(CLIENT, member));
        for (int i = 0; i < Housekeeping.INTERVAL_MS / 5_000; i++) {
            get(groups.heartbeat(CLIENT, member));
            timer.pass(5_000);
        }
        assertThat(committed("h")).isEmpty();
        assertThat(committed("g")).as("has a member").containsOnlyKeys(T0);
    }

    @Test
    void waitingMembersAreToldWhenTheBrokerStops() {
        coordinate("g");
        CompletionStage<Joined> waiting = groups.join(CLIENT, join("", subscribedTo("t")));
        groups.close();
        assertThat(get(waiting).error()).isEqualTo(ErrorCode.NOT_COORDINATOR);
    }

    @Test
    void manyClientsAtOnceAreAllAnswered() {
        for (int i = 0; i < 20; i++) {
            coordinate("group-" + i);
        }
        List<CompletableFuture<Joined>> joins = new ArrayList<>();
        try (ExecutorService clients = Executors.newFixedThreadPool(4)) {
            List<Future<?>> tasks = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                String group = "group-" + i % 20;
                Groups.Join request = new Groups.Join(
                        group,
                        "",
                        Optional.empty(),
                        false,
                        "consumer",
                        ClassicScript.protocols("range"),
                        10_000,
                        60_000,
                        "");
                tasks.add(clients.submit(() -> {
                    CompletableFuture<Joined> reply =
                            groups.join(CLIENT, request).toCompletableFuture();
                    synchronized (joins) {
                        joins.add(reply);
                    }
                }));
            }
            for (Future<?> task : tasks) {
                task.get();
            }
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
        timer.pass(1_000);
        assertThat(joins).hasSize(200).allMatch(CompletableFuture::isDone);
        assertThat(joins.stream().map(CompletableFuture::join)).allMatch(joined -> joined.error() == ErrorCode.NONE);
        assertThat(joins.stream()
                        .map(CompletableFuture::join)
                        .filter(joined -> !joined.members().isEmpty()))
                .as("one leader for each group")
                .hasSize(20)
                .allMatch(leader -> leader.members().size() == 10);
    }

    @Test
    void operationsAskForTheRightPermission() {
        coordinate("g");
        List<Operation> asked = new ArrayList<>();
        GroupsService asking = service(
                new Guard(List.of((context, operation, resource) -> {
                    asked.add(operation);
                    return true;
                })),
                1);
        get(asking.heartbeat(CLIENT, new Groups.Member("g", "m", Optional.empty(), 1)));
        get(asking.committed(CLIENT, outside("g"), Optional.empty()));
        get(asking.delete(CLIENT, List.of("g")));
        assertThat(asked).containsExactly(Operation.READ, Operation.DESCRIBE, Operation.DELETE);
    }
}
