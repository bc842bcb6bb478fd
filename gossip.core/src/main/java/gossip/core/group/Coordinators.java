package gossip.core.group;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.config.Settings;
import gossip.api.group.GroupStore;
import gossip.api.metadata.Assignment;
import gossip.api.metadata.MetadataCommand.CreateTopic;
import gossip.api.metadata.MetadataImage;
import gossip.api.metadata.MetadataResult.Refused;
import gossip.api.metadata.MetadataStore;
import gossip.api.metadata.TopicImage;
import gossip.core.topic.OffsetsTopic;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Finds the broker that coordinates a group: the leader of the group's partition of the offsets topic, which is created when
 * somebody first asks. Thread-safe; never blocks.
 */
final class Coordinators {
    /** How long an answer waits for the group's offsets to be read, so that the client's next request finds them. */
    private static final int PATIENCE_MS = 2_000;

    private final int brokerId;
    private final MetadataStore metadata;
    private final GroupStore offsets;
    private final Settings settings;
    private final GroupTimer timer;

    Coordinators(int brokerId, MetadataStore metadata, GroupStore offsets, Settings settings, GroupTimer timer) {
        this.brokerId = brokerId;
        this.metadata = metadata;
        this.offsets = offsets;
        this.settings = settings;
        this.timer = timer;
    }

    CompletionStage<Integer> find(String group) {
        return topic().thenCompose(topic -> {
            int leader = Admission.leader(topic, group);
            return leader == brokerId
                    ? read(group).thenApply(done -> leader)
                    : CompletableFuture.completedFuture(leader);
        });
    }

    CompletionStage<TopicPartition> partitionOf(String group) {
        return topic().thenApply(topic ->
                new TopicPartition(topic.name(), OffsetsTopic.partitionOf(group, topic.partitionCount())));
    }

    private CompletionStage<Void> read(String group) {
        CompletableFuture<Void> enough = new CompletableFuture<>();
        Runnable cancel = timer.at(timer.nowMs() + PATIENCE_MS, () -> enough.complete(null));
        // a failure is told to the requests that need the offsets
        offsets.load(group).whenComplete((done, failure) -> {
            cancel.run();
            enough.complete(null);
        });
        return enough;
    }

    private CompletionStage<TopicImage> topic() {
        MetadataImage image = metadata.image();
        Optional<TopicImage> present = image.topic(OffsetsTopic.NAME);
        if (present.isPresent()) {
            return CompletableFuture.completedFuture(present.get());
        }
        if (image.brokers().isEmpty()) {
            return CompletableFuture.failedFuture(
                    new BrokerException(ErrorCode.COORDINATOR_NOT_AVAILABLE, "no broker is registered yet"));
        }
        CreateTopic command = new CreateTopic(
                OffsetsTopic.NAME,
                UUID.randomUUID(),
                spread(image, settings.value(OffsetsTopic.PARTITIONS)),
                OffsetsTopic.complete(Map.of()));
        return metadata.submit(command).thenApply(result -> {
            if (result instanceof Refused refused && refused.code() != ErrorCode.TOPIC_ALREADY_EXISTS) {
                throw new BrokerException(ErrorCode.COORDINATOR_NOT_AVAILABLE, refused.message());
            }
            return metadata.image()
                    .topic(OffsetsTopic.NAME)
                    .orElseThrow(() -> new BrokerException(
                            ErrorCode.COORDINATOR_NOT_AVAILABLE, OffsetsTopic.NAME + " is being created"));
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
