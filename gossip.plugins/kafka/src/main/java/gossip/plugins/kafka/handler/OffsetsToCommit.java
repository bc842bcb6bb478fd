package gossip.plugins.kafka.handler;

import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.group.GroupStore.Committed;
import gossip.api.metadata.MetadataImage;
import gossip.api.metadata.TopicImage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * The offsets that one request commits, and where their outcomes go. Whether a topic exists is told by whoever commits, who
 * first looks whether the client may know.
 */
final class OffsetsToCommit {
    private final MetadataImage metadata;
    private final boolean byId;
    private final long nowMs;
    private final Map<TopicPartition, Committed> offsets = new HashMap<>();
    // a partition that is named twice has its last offset, and two answers
    private final Map<TopicPartition, List<Consumer<ErrorCode>>> answers = new HashMap<>();

    OffsetsToCommit(MetadataImage metadata, boolean byId, long nowMs) {
        this.metadata = metadata;
        this.byId = byId;
        this.nowMs = nowMs;
    }

    /**
     * A partition with its offset, as a request has them.
     *
     * @param partition its number
     * @param offset the next offset to read
     * @param leaderEpoch epoch of the record before it; -1 if unknown
     * @param metadata free text of the client
     */
    record Item(
            int partition,
            long offset,
            int leaderEpoch,
            @Nullable String metadata) {}

    /** A topic of the request, by its name or, if this version has them, its id. */
    Topic topic(String name, Uuid id) {
        Optional<TopicImage> known = byId ? TopicNames.find(metadata, id) : metadata.topic(name);
        return new Topic(byId ? known.map(TopicImage::name).orElse("") : name, known.map(TopicImage::id));
    }

    /** A topic of the request. */
    final class Topic {
        private final String name;
        private final Optional<UUID> id;

        private Topic(String name, Optional<UUID> id) {
            this.name = name;
            this.id = id;
        }

        /** Adds a partition; what comes of it is told once, or more often, the last of which counts. */
        void add(Item item, Consumer<ErrorCode> answer) {
            if (byId && id.isEmpty()) {
                answer.accept(ErrorCode.UNKNOWN_TOPIC_ID);
            } else if (name.isEmpty() || item.partition() < 0) {
                answer.accept(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
            } else {
                TopicPartition partition = new TopicPartition(name, item.partition());
                offsets.put(
                        partition,
                        new Committed(item.offset(), item.leaderEpoch(), Texts.orEmpty(item.metadata()), nowMs, id));
                answers.computeIfAbsent(partition, first -> new ArrayList<>(1)).add(answer);
                // until the outcome is known
                answer.accept(ErrorCode.UNKNOWN_SERVER_ERROR);
            }
        }
    }

    Map<TopicPartition, Committed> offsets() {
        return offsets;
    }

    /** Tells the outcomes, in the words of the version of the request. */
    void tell(Map<TopicPartition, ErrorCode> outcomes, UnaryOperator<ErrorCode> words) {
        outcomes.forEach((partition, error) -> {
            ErrorCode told = words.apply(error);
            answers.getOrDefault(partition, List.of()).forEach(answer -> answer.accept(told));
        });
    }
}
