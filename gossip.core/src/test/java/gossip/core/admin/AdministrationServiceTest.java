package gossip.core.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.broker.Administration.FeatureUpdate;
import gossip.api.broker.Administration.LogDirectory;
import gossip.api.broker.Administration.Outcome;
import gossip.api.broker.Administration.Quorum;
import gossip.api.broker.RequestContext;
import gossip.api.metadata.Assignment;
import gossip.api.metadata.MetadataCommand;
import gossip.api.security.Principal;
import gossip.core.partition.LocalPartitions;
import gossip.core.security.Guard;
import gossip.core.topic.MemoryMetadata;
import gossip.plugins.simulation.MemoryLogStore;
import gossip.plugins.simulation.SimulatedDisk;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdministrationServiceTest {
    private static final RequestContext CLIENT = new RequestContext(Principal.ANONYMOUS, "c", "h", "kafka");
    private static final TopicPartition KNOWN = new TopicPartition("t", 0);
    private static final TopicPartition UNKNOWN = new TopicPartition("t", 1);
    private static final long NOW_MS = 1_000_000;

    @TempDir
    private Path directory;

    private final MemoryMetadata metadata = new MemoryMetadata(2);
    private AdministrationService administration;

    @BeforeEach
    void open() {
        metadata.submit(new MetadataCommand.CreateTopic("t", UUID.randomUUID(), Assignment.onOne(1, 1), Map.of()));
        administration = service(Guard.OPEN);
    }

    @AfterEach
    void close() {
        administration.close();
    }

    private AdministrationService service(Guard guard) {
        return new AdministrationService(new AdministrationService.Parts(
                1,
                directory.toAbsolutePath().normalize(),
                new MemoryLogStore(new SimulatedDisk()),
                metadata,
                new LocalPartitions(),
                guard,
                "voter",
                InstantSource.fixed(Instant.ofEpochMilli(NOW_MS))));
    }

    @Test
    void directoryOfLogsIsDescribedWithItsVolume() {
        LogDirectory found = administration
                .logDirectories(CLIENT, Optional.empty())
                .toCompletableFuture()
                .join()
                .getFirst();

        assertThat(found.error()).isEqualTo(ErrorCode.NONE);
        assertThat(found.path()).isEqualTo(directory.toAbsolutePath().toString());
        assertThat(found.totalBytes()).isPositive();
        assertThat(found.usableBytes()).isBetween(0L, found.totalBytes());
        assertThat(found.sizes()).containsOnly(Map.entry(KNOWN, 0L));
        assertThat(administration
                        .logDirectories(CLIENT, Optional.of(Set.of(UNKNOWN)))
                        .toCompletableFuture()
                        .join()
                        .getFirst()
                        .sizes())
                .isEmpty();
    }

    @Test
    void logCanOnlyBeMovedToWhereItIs() {
        String here = directory.toString();
        assertThat(administration.moveLogs(CLIENT, Map.of(KNOWN, here, UNKNOWN, here)))
                .isEqualTo(Map.of(KNOWN, ErrorCode.NONE, UNKNOWN, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION));
        assertThat(administration.moveLogs(CLIENT, Map.of(KNOWN, here + "/other")))
                .isEqualTo(Map.of(KNOWN, ErrorCode.LOG_DIR_NOT_FOUND));
        assertThat(administration.moveLogs(CLIENT, Map.of(KNOWN, "\u0000")))
                .isEqualTo(Map.of(KNOWN, ErrorCode.LOG_DIR_NOT_FOUND));
    }

    @Test
    void preferredReplicaAlwaysLeads() {
        Map<TopicPartition, Outcome> outcomes =
                administration.electLeaders(CLIENT, Optional.of(Set.of(KNOWN, UNKNOWN)));

        assertThat(outcomes.get(KNOWN).error()).isEqualTo(ErrorCode.ELECTION_NOT_NEEDED);
        assertThat(outcomes.get(UNKNOWN).error()).isEqualTo(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
        assertThat(administration.electLeaders(CLIENT, Optional.empty())).isEmpty();
    }

    private ErrorCode reassign(TopicPartition partition, Optional<List<Integer>> replicas, boolean mayChangeCount) {
        return administration
                .reassign(CLIENT, Map.of(partition, replicas), mayChangeCount)
                .get(partition)
                .error();
    }

    @Test
    void onlyTheReplicasThatThereAreAreAccepted() {
        assertThat(reassign(KNOWN, Optional.of(List.of(1)), true)).isEqualTo(ErrorCode.NONE);
        assertThat(reassign(KNOWN, Optional.of(List.of(2)), true)).isEqualTo(ErrorCode.INVALID_REPLICA_ASSIGNMENT);
        assertThat(reassign(KNOWN, Optional.of(List.of(9)), true)).isEqualTo(ErrorCode.INVALID_REPLICA_ASSIGNMENT);
        assertThat(reassign(KNOWN, Optional.of(List.of()), true)).isEqualTo(ErrorCode.INVALID_REPLICA_ASSIGNMENT);
        assertThat(reassign(KNOWN, Optional.of(List.of(1, 1)), true)).isEqualTo(ErrorCode.INVALID_REPLICA_ASSIGNMENT);
        assertThat(reassign(KNOWN, Optional.of(List.of(1, 2)), false)).isEqualTo(ErrorCode.INVALID_REPLICATION_FACTOR);
        assertThat(reassign(KNOWN, Optional.empty(), true)).isEqualTo(ErrorCode.NO_REASSIGNMENT_IN_PROGRESS);
        assertThat(reassign(UNKNOWN, Optional.of(List.of(1)), true)).isEqualTo(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
        assertThat(administration.reassignments(CLIENT, Optional.empty())).isEmpty();
    }

    @Test
    void quorumIsToldWithTheNumbersOfBrokers() {
        Quorum quorum = administration.quorum(CLIENT);

        assertThat(quorum.leaderId()).hasValue(1);
        assertThat(quorum.term()).isEqualTo(7);
        assertThat(quorum.highWatermark()).isEqualTo(10);
        assertThat(quorum.voters()).singleElement().satisfies(voter -> {
            assertThat(voter.brokerId()).isEqualTo(1);
            assertThat(voter.logEndOffset()).isEqualTo(10);
            assertThat(voter.lastFetchMs()).isEqualTo(NOW_MS);
            assertThat(voter.lastCaughtUpMs()).isEqualTo(NOW_MS);
        });
    }

    private ErrorCode unregister(int broker) {
        return administration
                .unregister(CLIENT, broker)
                .toCompletableFuture()
                .join()
                .error();
    }

    @Test
    void brokerThatHasGoneIsForgottenAndNoOther() {
        assertThat(unregister(1)).isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(unregister(9)).isEqualTo(ErrorCode.BROKER_ID_NOT_REGISTERED);
        assertThat(unregister(2)).isEqualTo(ErrorCode.NONE);
        assertThat(metadata.image().brokers()).containsOnlyKeys(1);
    }

    @Test
    void removalsOfBrokersAreNotedWithWhatCameOfThem() {
        List<String> notes = new ArrayList<>();
        Guard guard = new Guard(
                List.of(),
                (context, action, target, outcome, reason) -> notes.add(action + " " + target + " " + outcome));
        try (AdministrationService noting = service(guard)) {
            for (int broker : List.of(1, 9, 2)) {
                noting.unregister(CLIENT, broker).toCompletableFuture().join();
            }
        }
        assertThat(notes)
                .containsExactly(
                        "UNREGISTER_BROKER broker:1 INVALID_REQUEST",
                        "UNREGISTER_BROKER broker:9 BROKER_ID_NOT_REGISTERED",
                        "UNREGISTER_BROKER broker:2 NONE");
    }

    private ErrorCode update(String feature, int level) {
        return administration
                .updateFeatures(CLIENT, List.of(new FeatureUpdate(feature, (short) level, true)))
                .error();
    }

    @Test
    void featuresHaveOneLevelEach() {
        assertThat(update("transaction.version", 2)).isEqualTo(ErrorCode.NONE);
        assertThat(update("transaction.version", 1)).isEqualTo(ErrorCode.INVALID_UPDATE_VERSION);
        assertThat(update("transaction.version", -1)).isEqualTo(ErrorCode.INVALID_UPDATE_VERSION);
        assertThat(update("share.version", 1)).isEqualTo(ErrorCode.INVALID_UPDATE_VERSION);
        assertThat(update("share.version", 0)).isEqualTo(ErrorCode.NONE);
    }

    @Test
    void clientNeedsPermission() {
        try (AdministrationService guarded = service(new Guard(List.of((context, operation, resource) -> false)))) {
            assertThat(guarded.moveLogs(CLIENT, Map.of(KNOWN, "/")))
                    .isEqualTo(Map.of(KNOWN, ErrorCode.CLUSTER_AUTHORIZATION_FAILED));
            assertThatThrownBy(() -> guarded.quorum(CLIENT)).isInstanceOf(BrokerException.class);
            assertThatThrownBy(() -> guarded.unregister(CLIENT, 2)).isInstanceOf(BrokerException.class);
            assertThat(guarded.logDirectories(CLIENT, Optional.empty())).isCompletedExceptionally();
        }
    }
}
