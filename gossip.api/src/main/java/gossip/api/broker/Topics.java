package gossip.api.broker;

import gossip.api.ErrorCode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/**
 * Create, change and delete topics. Stages complete when this node knows of the change. A client that has used up its quota of
 * mutations is told THROTTLING_QUOTA_EXCEEDED for each topic; {@link Quotas#allowance} says how long it has to wait.
 */
public interface Topics {
    /**
     * Creates topics, each on its own: one failure does not hinder the others. A protocol that creates topics when they
     * are asked for ({@link gossip.api.config.NodeSettings#AUTO_CREATE_TOPICS}) does so here, with -1 for the counts.
     *
     * @param context who asks
     * @param topics what to create
     * @param validateOnly whether to check only
     * @return outcomes in the same order
     */
    CompletionStage<List<Created>> create(RequestContext context, List<NewTopic> topics, boolean validateOnly);

    /**
     * Deletes topics.
     *
     * @param context who asks
     * @param topics by name or id
     * @return outcomes in the same order
     */
    CompletionStage<List<Outcome>> delete(RequestContext context, List<TopicRef> topics);

    /**
     * Adds partitions to topics.
     *
     * @param context who asks
     * @param topics what to grow
     * @param validateOnly whether to check only
     * @return outcomes in the same order
     */
    CompletionStage<List<Outcome>> grow(RequestContext context, List<Growth> topics, boolean validateOnly);

    /**
     * A topic to create.
     *
     * @param name its name
     * @param partitionCount -1 for the broker's default
     * @param replicationFactor -1 for the broker's default
     * @param assignment broker ids by partition; empty to let the broker choose
     * @param configs overrides of topic settings
     */
    record NewTopic(
            String name,
            int partitionCount,
            short replicationFactor,
            Map<Integer, List<Integer>> assignment,
            Map<String, String> configs) {}

    /**
     * What came of a creation.
     *
     * @param name name of the topic
     * @param id its id; empty on failure
     * @param error NONE if it was done
     * @param message why not, for a person; else empty
     * @param partitionCount partitions it has
     * @param replicationFactor replicas of each
     * @param configs all settings of the topic
     */
    record Created(
            String name,
            Optional<UUID> id,
            ErrorCode error,
            String message,
            int partitionCount,
            short replicationFactor,
            List<Configs.Entry> configs) {}

    /**
     * A topic by name or by id.
     *
     * @param name its name, if it is named
     * @param id its id, if it is not
     */
    record TopicRef(Optional<String> name, Optional<UUID> id) {}

    /**
     * A topic to grow.
     *
     * @param name its name
     * @param totalCount partitions it shall have
     * @param assignment broker ids of the new partitions; empty to let the broker choose
     */
    record Growth(String name, int totalCount, List<List<Integer>> assignment) {}

    /**
     * What came of a change.
     *
     * @param name name of the topic, if known
     * @param id its id, if known
     * @param error NONE if it was done
     * @param message why not, for a person; else empty
     */
    record Outcome(Optional<String> name, Optional<UUID> id, ErrorCode error, String message) {}
}
