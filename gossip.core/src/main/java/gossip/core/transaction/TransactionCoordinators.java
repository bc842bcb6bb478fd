package gossip.core.transaction;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.config.Settings;
import gossip.api.metadata.Assignment;
import gossip.api.metadata.MetadataCommand.CreateTopic;
import gossip.api.metadata.MetadataImage;
import gossip.api.metadata.MetadataResult.Refused;
import gossip.api.metadata.MetadataStore;
import gossip.api.metadata.TopicImage;
import gossip.core.topic.TransactionsTopic;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Finds the broker that coordinates a transactional id: the leader of the id's partition of the topic of transactions, which
 * is created when somebody first asks. Thread-safe; never blocks.
 */
final class TransactionCoordinators {
    /** How long an answer waits for the partition to be read, so that the client's next request finds it. */
    private static final int PATIENCE_MS = 2_000;

    private final int brokerId;
    private final MetadataStore metadata;
    private final TransactionLog log;
    private final Settings settings;
    private final TransactionTimer timer;

    TransactionCoordinators(
            int brokerId, MetadataStore metadata, TransactionLog log, Settings settings, TransactionTimer timer) {
        this.brokerId = brokerId;
        this.metadata = metadata;
        this.log = log;
        this.settings = settings;
        this.timer = timer;
    }

    CompletionStage<Integer> find(String transactionalId) {
        return topic().thenCompose(topic -> {
            int leader = TransactionLog.leader(topic, transactionalId);
            return leader == brokerId
                    ? read(transactionalId).thenApply(done -> leader)
                    : CompletableFuture.completedFuture(leader);
        });
    }

    private CompletionStage<Void> read(String transactionalId) {
        CompletableFuture<Void> loaded = log.of(transactionalId).loaded();
        if (loaded.isDone()) {
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<Void> enough = new CompletableFuture<>();
        timer.after(PATIENCE_MS, () -> enough.complete(null));
        // a failure is told to the requests that need the partition
        loaded.whenComplete((done, failure) -> enough.complete(null));
        return enough;
    }

    private CompletionStage<TopicImage> topic() {
        Optional<TopicImage> present = log.topic();
        if (present.isPresent()) {
            return CompletableFuture.completedFuture(present.get());
        }
        MetadataImage image = metadata.image();
        if (image.brokers().isEmpty()) {
            return CompletableFuture.failedFuture(
                    new BrokerException(ErrorCode.COORDINATOR_NOT_AVAILABLE, "no broker is registered yet"));
        }
        CreateTopic command = new CreateTopic(
                TransactionsTopic.NAME,
                UUID.randomUUID(),
                spread(image, settings.value(TransactionsTopic.PARTITIONS)),
                TransactionsTopic.complete(Map.of()));
        return metadata.submit(command).thenApply(result -> {
            if (result instanceof Refused refused && refused.code() != ErrorCode.TOPIC_ALREADY_EXISTS) {
                throw new BrokerException(ErrorCode.COORDINATOR_NOT_AVAILABLE, refused.message());
            }
            return log.topic()
                    .orElseThrow(() -> new BrokerException(
                            ErrorCode.COORDINATOR_NOT_AVAILABLE, TransactionsTopic.NAME + " is being created"));
        });
    }

    private static Assignment spread(MetadataImage image, int partitionCount) {
        int[] brokers = image.brokers().keySet().stream()
                .mapToInt(Integer::intValue)
                .sorted()
                .toArray();
        int[] leaders = new int[partitionCount];
        for (int i = 0; i < partitionCount; i++) {
            leaders[i] = brokers[i % brokers.length];
        }
        return new Assignment(1, leaders);
    }
}
