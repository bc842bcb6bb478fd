package gossip.core.topic;

import static org.assertj.core.api.Assertions.assertThat;

import gossip.api.ErrorCode;
import gossip.api.broker.Quotas;
import gossip.api.broker.RequestContext;
import gossip.api.broker.Topics.Created;
import gossip.api.broker.Topics.Growth;
import gossip.api.broker.Topics.NewTopic;
import gossip.api.broker.Topics.Outcome;
import gossip.api.broker.Topics.TopicRef;
import gossip.api.config.Setting;
import gossip.api.config.Settings;
import gossip.api.metadata.MetadataCommand;
import gossip.api.metadata.QuotaEntity;
import gossip.api.metrics.Metrics;
import gossip.api.security.Operation;
import gossip.api.security.Principal;
import gossip.api.security.Resource;
import gossip.core.quota.QuotasService;
import gossip.core.security.Guard;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicsServiceTest {
    private static final RequestContext CLIENT = new RequestContext(Principal.ANONYMOUS, "c", "h", "kafka");

    private final MemoryMetadata metadata = new MemoryMetadata(2);
    private final QuotasService quotas =
            new QuotasService(metadata, Guard.OPEN, Settings.DEFAULTS, () -> 0, Metrics.NONE);
    private final TopicsService topics = service(Guard.OPEN, Settings.DEFAULTS);

    private TopicsService service(Guard guard, Settings settings) {
        return new TopicsService(metadata, new OneReplica(), guard, new TopicSettings(settings), settings, quotas);
    }

    private static NewTopic topic(String name, int partitions, int replicas) {
        return new NewTopic(name, partitions, (short) replicas, Map.of(), Map.of());
    }

    private static NewTopic assigned(String name, Map<Integer, List<Integer>> assignment) {
        return new NewTopic(name, -1, (short) -1, assignment, Map.of());
    }

    private Created create(NewTopic topic) {
        return topics.create(CLIENT, List.of(topic), false)
                .toCompletableFuture()
                .join()
                .getFirst();
    }

    private Outcome delete(TopicRef ref) {
        return topics.delete(CLIENT, List.of(ref)).toCompletableFuture().join().getFirst();
    }

    private Outcome grow(String name, int total, List<List<Integer>> assignment) {
        return topics.grow(CLIENT, List.of(new Growth(name, total, assignment)), false)
                .toCompletableFuture()
                .join()
                .getFirst();
    }

    private static TopicRef named(String name) {
        return new TopicRef(Optional.of(name), Optional.empty());
    }

    @Test
    void topicIsCreatedWithItsPartitionsAndSettings() {
        Created created = create(new NewTopic("t", 3, (short) 1, Map.of(), Map.of("retention.ms", "60000")));
        assertThat(created.error()).isEqualTo(ErrorCode.NONE);
        assertThat(created.partitionCount()).isEqualTo(3);
        assertThat(created.configs())
                .anyMatch(e -> e.name().equals("retention.ms") && e.value().equals(Optional.of("60000")));
        assertThat(metadata.image().topic("t").orElseThrow().id())
                .isEqualTo(created.id().orElseThrow());
    }

    @Test
    void countsAreTheBrokersWhenLeftToIt() {
        Created created = create(topic("t", -1, -1));
        assertThat(created.partitionCount()).isEqualTo(1);
        assertThat(created.replicationFactor()).isEqualTo((short) 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a b", "ä", "a/b", "new\nline"})
    void illegalNameIsRefused(String name) {
        assertThat(create(topic(name, 1, 1)).error()).isEqualTo(ErrorCode.INVALID_TOPIC_EXCEPTION);
    }

    @Test
    void nameThatCollidesWithAnotherIsRefused() {
        assertThat(create(topic("a.b", 1, 1)).error()).isEqualTo(ErrorCode.NONE);
        Created refused = create(topic("a_b", 1, 1));
        assertThat(refused.error()).isEqualTo(ErrorCode.INVALID_TOPIC_EXCEPTION);
        assertThat(refused.message()).contains("'a.b'");
    }

    @Test
    void nameMayHave249Characters() {
        assertThat(create(topic("n".repeat(249), 1, 1)).error()).isEqualTo(ErrorCode.NONE);
        assertThat(create(topic("n".repeat(250), 1, 1)).error()).isEqualTo(ErrorCode.INVALID_TOPIC_EXCEPTION);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1, INVALID_PARTITIONS",
        "-2, 1, INVALID_PARTITIONS",
        "10001, 1, INVALID_PARTITIONS",
        "1, 0, INVALID_REPLICATION_FACTOR",
        "1, -2, INVALID_REPLICATION_FACTOR",
        "1, 3, INVALID_REPLICATION_FACTOR",
        "1, 2, NONE"
    })
    void countsAreChecked(int partitions, int replicas, ErrorCode expected) {
        assertThat(create(topic("t", partitions, replicas)).error()).isEqualTo(expected);
    }

    @Test
    void clusterLimitNamesLimitUseAndRemedy() {
        Settings settings = new Settings() {
            @Override
            public <T> T value(Setting<T> setting) {
                return setting.equals(TopicPlanner.MAX_PARTITIONS) ? setting.parse("5") : setting.defaultValue();
            }
        };
        TopicsService limited = service(Guard.OPEN, settings);
        List<Created> created = limited.create(
                        CLIENT, List.of(topic("a", 3, 1), topic("b", 2, 1), topic("c", 1, 1)), false)
                .toCompletableFuture()
                .join();
        assertThat(created)
                .extracting(Created::error)
                .containsExactly(ErrorCode.NONE, ErrorCode.NONE, ErrorCode.INVALID_PARTITIONS);
        assertThat(created.get(2).message())
                .contains("cluster.max_partitions is 5")
                .contains("raise it");
    }

    @Test
    void existingTopicIsNotCreatedAgain() {
        create(topic("t", 1, 1));
        assertThat(create(topic("t", 1, 1)).error()).isEqualTo(ErrorCode.TOPIC_ALREADY_EXISTS);
    }

    @Test
    void repeatedNameInARequestIsRefusedButOthersAreCreated() {
        List<Created> created = topics.create(
                        CLIENT, List.of(topic("t", 1, 1), topic("u", 1, 1), topic("t", 2, 1)), false)
                .toCompletableFuture()
                .join();
        assertThat(created)
                .extracting(Created::error)
                .containsExactly(ErrorCode.INVALID_REQUEST, ErrorCode.NONE, ErrorCode.INVALID_REQUEST);
    }

    @Test
    void validationChangesNothing() {
        List<Created> created = topics.create(CLIENT, List.of(topic("t", 4, 1)), true)
                .toCompletableFuture()
                .join();
        assertThat(created.getFirst().error()).isEqualTo(ErrorCode.NONE);
        assertThat(created.getFirst().partitionCount()).isEqualTo(4);
        assertThat(metadata.image().topicCount()).isZero();
    }

    @Test
    void wrongSettingIsRefused() {
        Created created = create(new NewTopic("t", 1, (short) 1, Map.of(), Map.of("retention.ms", "soon")));
        assertThat(created.error()).isEqualTo(ErrorCode.INVALID_CONFIG);
        assertThat(created.message()).contains("retention.ms").contains("soon");
    }

    @Test
    void manualAssignmentIsKept() {
        assertThat(create(assigned("t", Map.of(0, List.of(2, 1), 1, List.of(1, 2))))
                        .error())
                .isEqualTo(ErrorCode.NONE);
        assertThat(metadata.image().topic("t").orElseThrow().assignment().flat())
                .containsExactly(2, 1, 1, 2);
    }

    @Test
    void manualAssignmentIsChecked() {
        assertThat(create(assigned("gap", Map.of(0, List.of(1), 2, List.of(1)))).error())
                .isEqualTo(ErrorCode.INVALID_REPLICA_ASSIGNMENT);
        assertThat(create(assigned("uneven", Map.of(0, List.of(1), 1, List.of(1, 2))))
                        .error())
                .isEqualTo(ErrorCode.INVALID_REPLICA_ASSIGNMENT);
        assertThat(create(assigned("twice", Map.of(0, List.of(1, 1)))).error())
                .isEqualTo(ErrorCode.INVALID_REPLICA_ASSIGNMENT);
        assertThat(create(assigned("nowhere", Map.of(0, List.of()))).error())
                .isEqualTo(ErrorCode.INVALID_REPLICA_ASSIGNMENT);
        assertThat(create(assigned("stranger", Map.of(0, List.of(9)))).error())
                .isEqualTo(ErrorCode.INVALID_REPLICA_ASSIGNMENT);
        assertThat(create(new NewTopic("both", 1, (short) -1, Map.of(0, List.of(1)), Map.of()))
                        .error())
                .isEqualTo(ErrorCode.INVALID_REQUEST);
    }

    @Test
    void offsetsTopicGetsWhatItNeedsAndNothingThatLosesOffsets() {
        assertThat(create(new NewTopic(OffsetsTopic.NAME, -1, (short) -1, Map.of(), Map.of("cleanup.policy", "delete")))
                        .error())
                .isEqualTo(ErrorCode.INVALID_CONFIG);
        assertThat(create(topic(OffsetsTopic.NAME, -1, -1)).partitionCount()).isEqualTo(50);
        assertThat(metadata.image().topic(OffsetsTopic.NAME).orElseThrow().configs())
                .containsEntry("cleanup.policy", "compact");
        assertThat(grow(OffsetsTopic.NAME, 60, List.of()).error()).isEqualTo(ErrorCode.INVALID_REQUEST);
    }

    @Test
    void topicIsDeletedByNameOrId() {
        create(topic("a", 1, 1));
        UUID id = create(topic("b", 1, 1)).id().orElseThrow();
        assertThat(delete(named("a")).error()).isEqualTo(ErrorCode.NONE);
        Outcome byId = delete(new TopicRef(Optional.empty(), Optional.of(id)));
        assertThat(byId.error()).isEqualTo(ErrorCode.NONE);
        assertThat(byId.name()).contains("b");
        assertThat(metadata.image().topicCount()).isZero();
    }

    @Test
    void unknownTopicCannotBeDeleted() {
        assertThat(delete(named("t")).error()).isEqualTo(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
        assertThat(delete(new TopicRef(Optional.empty(), Optional.of(UUID.randomUUID())))
                        .error())
                .isEqualTo(ErrorCode.UNKNOWN_TOPIC_ID);
        assertThat(delete(new TopicRef(Optional.empty(), Optional.empty())).error())
                .isEqualTo(ErrorCode.INVALID_REQUEST);
    }

    @Test
    void topicCanOnlyGrow() {
        create(topic("t", 2, 1));
        assertThat(grow("t", 2, List.of()).error()).isEqualTo(ErrorCode.INVALID_PARTITIONS);
        assertThat(grow("t", 1, List.of()).error()).isEqualTo(ErrorCode.INVALID_PARTITIONS);
        assertThat(grow("t", 4, List.of(List.of(1))).error()).isEqualTo(ErrorCode.INVALID_REPLICA_ASSIGNMENT);
        assertThat(grow("t", 3, List.of(List.of(1, 2))).error()).isEqualTo(ErrorCode.INVALID_REPLICA_ASSIGNMENT);
        assertThat(grow("u", 3, List.of()).error()).isEqualTo(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
        assertThat(grow("t", 4, List.of()).error()).isEqualTo(ErrorCode.NONE);
        assertThat(metadata.image().topic("t").orElseThrow().partitionCount()).isEqualTo(4);
    }

    @Test
    void clientNeedsPermission() {
        create(topic("t", 1, 1));
        Guard readOnly = new Guard(List.of((context, operation, resource) -> operation == Operation.DESCRIBE));
        TopicsService guarded = service(readOnly, Settings.DEFAULTS);
        assertThat(guarded.create(CLIENT, List.of(topic("u", 1, 1)), false)
                        .toCompletableFuture()
                        .join()
                        .getFirst()
                        .error())
                .isEqualTo(ErrorCode.TOPIC_AUTHORIZATION_FAILED);
        assertThat(guarded.delete(CLIENT, List.of(named("t"), named("unknown")))
                        .toCompletableFuture()
                        .join())
                .extracting(Outcome::error)
                .containsOnly(ErrorCode.TOPIC_AUTHORIZATION_FAILED);
        assertThat(guarded.grow(CLIENT, List.of(new Growth("t", 3, List.of())), false)
                        .toCompletableFuture()
                        .join()
                        .getFirst()
                        .error())
                .isEqualTo(ErrorCode.TOPIC_AUTHORIZATION_FAILED);
    }

    @Test
    void permissionToCreateOneTopicIsEnough() {
        Guard one = new Guard(List.of((context, operation, resource) ->
                operation == Operation.CREATE && resource.equals(Resource.topic("mine"))));
        TopicsService guarded = service(one, Settings.DEFAULTS);
        List<Created> created = guarded.create(CLIENT, List.of(topic("mine", 1, 1), topic("yours", 1, 1)), false)
                .toCompletableFuture()
                .join();
        assertThat(created)
                .extracting(Created::error)
                .containsExactly(ErrorCode.NONE, ErrorCode.TOPIC_AUTHORIZATION_FAILED);
        assertThat(created.getFirst().configs()).as("may not see settings").isEmpty();
    }

    @Test
    void clientThatHasUsedUpItsQuotaOfMutationsIsRefusedEachTopic() {
        metadata.submit(new MetadataCommand.AlterQuotas(
                new QuotaEntity(Map.of(QuotaEntity.Type.CLIENT_ID, Optional.empty())),
                Map.of("controller_mutation_rate", 1.0),
                Set.of()));

        assertThat(create(topic("within", 10, 1)).error()).isEqualTo(ErrorCode.NONE);
        assertThat(create(topic("last", 5, 1)).error()).isEqualTo(ErrorCode.NONE);
        Created refused = create(topic("beyond", 1, 1));
        assertThat(refused.error()).isEqualTo(ErrorCode.THROTTLING_QUOTA_EXCEEDED);
        assertThat(refused.message()).contains("5000 ms");
        assertThat(delete(named("within")).error()).isEqualTo(ErrorCode.THROTTLING_QUOTA_EXCEEDED);
        assertThat(grow("last", 6, List.of()).error()).isEqualTo(ErrorCode.THROTTLING_QUOTA_EXCEEDED);
        assertThat(quotas.allowance(CLIENT, Quotas.Use.MUTATION).delayMs()).isEqualTo(5000);
    }
}
