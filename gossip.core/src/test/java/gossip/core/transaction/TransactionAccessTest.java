package gossip.core.transaction;

import static gossip.core.transaction.Coordinated.CLIENT;
import static gossip.core.transaction.Coordinated.T0;
import static gossip.core.transaction.Coordinated.T1;
import static gossip.core.transaction.Coordinated.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.broker.Groups.Member;
import gossip.api.broker.Records.ProducerIdentity;
import gossip.api.broker.Records.TransactionSupport;
import gossip.api.broker.Transactions.Add;
import gossip.api.broker.Transactions.Filter;
import gossip.api.broker.Transactions.Marker;
import gossip.api.broker.Transactions.OffsetCommit;
import gossip.api.group.GroupStore.Committed;
import gossip.api.security.Operation;
import gossip.api.security.Principal;
import gossip.api.security.Resource;
import gossip.core.security.Guard;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What clients are told that may not do something with transactions. */
class TransactionAccessTest {
    private final Coordinated world = new Coordinated();
    private ProducerIdentity producer = new ProducerIdentity(-1, (short) -1);

    @BeforeEach
    void begin() {
        world.find("x");
        producer = world.init("x").producer();
        world.add("x", producer, T0);
    }

    @AfterEach
    void stop() {
        world.close();
    }

    private void deny(BiPredicate<Operation, Resource> denied) {
        world.guard = new Guard(List.of((context, operation, resource) ->
                context.principal().equals(Principal.BROKER) || !denied.test(operation, resource)));
        world.restart();
        // the partition is read for whoever may ask
        world.pass(1_000);
        get(world.service.coordinator(CLIENT, "other"));
    }

    private Map<TopicPartition, ErrorCode> add(boolean ofBroker, TopicPartition... partitions) {
        return get(world.service.addPartitions(CLIENT, new Add("x", producer, Set.of(partitions), false, ofBroker)));
    }

    @Test
    void withoutTheTransactionalIdNothingIsAllowed() {
        deny((operation, resource) -> resource.equals(Resource.transactionalId("x")));
        ErrorCode denied = ErrorCode.TRANSACTIONAL_ID_AUTHORIZATION_FAILED;
        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(() -> get(world.service.coordinator(CLIENT, "x")))
                .withCauseInstanceOf(BrokerException.class)
                .withMessageContaining("may not DESCRIBE");
        assertThat(world.init("x").error()).isEqualTo(denied);
        assertThat(add(false, T0, new TopicPartition("missing", 0)).values()).containsOnly(denied);
        assertThat(get(world.service.addOffsets(CLIENT, "x", producer, "g"))).isEqualTo(denied);
        OffsetCommit commit = new OffsetCommit(
                "x",
                producer,
                new Member("g", "", Optional.empty(), -1),
                Map.of(T0, new Committed(1, -1, "", 0)),
                TransactionSupport.IMPLICIT);
        assertThat(get(world.service.commitOffsets(CLIENT, commit))).isEqualTo(Map.of(T0, denied));
        assertThat(world.end("x", producer, true).error()).isEqualTo(denied);
        assertThat(get(world.service.describe(CLIENT, List.of("x"))).getFirst().error())
                .isEqualTo(denied);
        assertThat(get(world.service.list(CLIENT, new Filter(Set.of(), Set.of(), -1, "")))
                        .transactions())
                .isEmpty();
        assertThat(world.partitions.marked).isEmpty();
    }

    @Test
    void whoMayDescribeMayNotWrite() {
        deny((operation, resource) -> operation == Operation.WRITE && resource.equals(Resource.transactionalId("x")));
        assertThat(world.state("x")).isEqualTo("Ongoing");
        assertThat(world.end("x", producer, false).error()).isEqualTo(ErrorCode.TRANSACTIONAL_ID_AUTHORIZATION_FAILED);
    }

    @Test
    void oneForbiddenTopicKeepsAllFromBeingAdded() {
        deny((operation, resource) -> operation == Operation.WRITE && resource.equals(Resource.topic("secret")));
        TopicPartition secret = new TopicPartition("secret", 0);
        assertThat(add(false, T1, secret))
                .isEqualTo(Map.of(T1, ErrorCode.OPERATION_NOT_ATTEMPTED, secret, ErrorCode.TOPIC_AUTHORIZATION_FAILED));
        TopicPartition missing = new TopicPartition("missing", 0);
        assertThat(add(false, T1, missing))
                .isEqualTo(
                        Map.of(T1, ErrorCode.OPERATION_NOT_ATTEMPTED, missing, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION));
        assertThat(get(world.service.describe(CLIENT, List.of("x"))).getFirst().partitions())
                .containsExactly(T0);
    }

    @Test
    void hiddenTopicsAreNotShown() {
        deny((operation, resource) -> operation == Operation.DESCRIBE && resource.equals(Resource.topic("t")));
        assertThat(get(world.service.describe(CLIENT, List.of("x"))).getFirst().partitions())
                .isEmpty();
    }

    @Test
    void offsetsOfAForbiddenGroupAreNotAdded() {
        deny((operation, resource) -> resource.equals(Resource.group("g")));
        assertThat(get(world.service.addOffsets(CLIENT, "x", producer, "g")))
                .isEqualTo(ErrorCode.GROUP_AUTHORIZATION_FAILED);
    }

    @Test
    void onlyTheClusterMayAddForOthersOrWriteMarkers() {
        deny((operation, resource) -> resource.equals(Resource.CLUSTER));
        assertThat(add(true, T1)).isEqualTo(Map.of(T1, ErrorCode.CLUSTER_AUTHORIZATION_FAILED));
        assertThat(get(world.service.writeMarkers(CLIENT, List.of(new Marker(producer, false, -1, Set.of(T0))))))
                .containsExactly(Map.of(T0, ErrorCode.CLUSTER_AUTHORIZATION_FAILED));
        assertThat(world.partitions.marked).isEmpty();
    }

    @Test
    void operatorMayWriteMarkers() {
        deny((operation, resource) -> operation == Operation.CLUSTER_ACTION && resource.equals(Resource.CLUSTER));
        assertThat(get(world.service.writeMarkers(CLIENT, List.of(new Marker(producer, false, -1, Set.of(T0))))))
                .containsExactly(Map.of(T0, ErrorCode.NONE));
    }
}
