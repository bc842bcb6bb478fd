package gossip.plugins.kafka.memory;

import gossip.api.ErrorCode;
import gossip.api.broker.RequestContext;
import gossip.api.broker.Topics;
import gossip.api.metadata.Assignment;
import gossip.api.metadata.MetadataCommand.CreatePartitions;
import gossip.api.metadata.MetadataCommand.CreateTopic;
import gossip.api.metadata.MetadataCommand.DeleteTopic;
import gossip.api.metadata.MetadataResult;
import gossip.api.metadata.TopicImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Topics of one broker. */
final class MemoryTopics implements Topics {
    private static final int MAX_PARTITIONS = 10_000;

    private final MemoryCluster cluster;
    private final MemoryRecords records;

    MemoryTopics(MemoryCluster cluster, MemoryRecords records) {
        this.cluster = cluster;
        this.records = records;
    }

    @Override
    public CompletionStage<List<Created>> create(RequestContext context, List<NewTopic> topics, boolean validateOnly) {
        List<Created> created = new ArrayList<>();
        topics.forEach(topic -> created.add(create(topic, validateOnly)));
        return CompletableFuture.completedFuture(created);
    }

    private Created create(NewTopic topic, boolean validateOnly) {
        int count =
                topic.partitionCount() == -1 ? Math.max(1, topic.assignment().size()) : topic.partitionCount();
        if (!topic.name().matches("[a-zA-Z0-9._-]{1,249}")) {
            return failed(topic, ErrorCode.INVALID_TOPIC_EXCEPTION, "'" + topic.name() + "' is no topic name");
        }
        if (count < 1 || count > MAX_PARTITIONS) {
            return failed(topic, ErrorCode.INVALID_PARTITIONS, "a topic has 1 to " + MAX_PARTITIONS + " partitions");
        }
        UUID id = UUID.randomUUID();
        if (!validateOnly
                && cluster.apply(new CreateTopic(topic.name(), id, Assignment.onOne(count, 1), topic.configs()))
                        instanceof MetadataResult.Refused refused) {
            return failed(topic, refused.code(), refused.message());
        }
        return new Created(
                topic.name(),
                Optional.of(id),
                ErrorCode.NONE,
                "",
                count,
                (short) 1,
                MemoryConfigs.entries(topic.configs()));
    }

    private static Created failed(NewTopic topic, ErrorCode error, String message) {
        return new Created(topic.name(), Optional.empty(), error, message, -1, (short) -1, List.of());
    }

    @Override
    public CompletionStage<List<Outcome>> delete(RequestContext context, List<TopicRef> topics) {
        List<Outcome> outcomes = new ArrayList<>();
        for (TopicRef ref : topics) {
            Optional<TopicImage> topic = ref.id().isPresent()
                    ? cluster.metadata().topic(ref.id().get())
                    : cluster.metadata().topic(ref.name().orElseThrow());
            outcomes.add(topic.map(this::delete)
                    .orElseGet(() -> new Outcome(
                            ref.name(),
                            ref.id(),
                            ref.id().isPresent() ? ErrorCode.UNKNOWN_TOPIC_ID : ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
                            "no such topic")));
        }
        return CompletableFuture.completedFuture(outcomes);
    }

    private Outcome delete(TopicImage topic) {
        cluster.apply(new DeleteTopic(topic.id()));
        records.forget(topic.name());
        return new Outcome(Optional.of(topic.name()), Optional.of(topic.id()), ErrorCode.NONE, "");
    }

    @Override
    public CompletionStage<List<Outcome>> grow(RequestContext context, List<Growth> topics, boolean validateOnly) {
        List<Outcome> outcomes = new ArrayList<>();
        for (Growth growth : topics) {
            outcomes.add(cluster.metadata()
                    .topic(growth.name())
                    .map(topic -> grow(topic, growth, validateOnly))
                    .orElseGet(() -> new Outcome(
                            Optional.of(growth.name()),
                            Optional.empty(),
                            ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
                            "no such topic")));
        }
        return CompletableFuture.completedFuture(outcomes);
    }

    private Outcome grow(TopicImage topic, Growth growth, boolean validateOnly) {
        int more = growth.totalCount() - topic.partitionCount();
        if (more < 1 || growth.totalCount() > MAX_PARTITIONS) {
            return new Outcome(
                    Optional.of(topic.name()), Optional.empty(), ErrorCode.INVALID_PARTITIONS, "not more than before");
        }
        if (!validateOnly) {
            cluster.apply(new CreatePartitions(topic.id(), topic.partitionCount(), Assignment.onOne(more, 1)));
        }
        return new Outcome(Optional.of(topic.name()), Optional.of(topic.id()), ErrorCode.NONE, "");
    }
}
