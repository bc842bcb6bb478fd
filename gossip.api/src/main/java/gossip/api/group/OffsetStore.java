package gossip.api.group;

import gossip.api.TopicPartition;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Keeps the offsets that consumer groups have committed. Thread-safe. Reads come from memory once a group is loaded; a
 * commit is answered when it is as durable as an acknowledged record.
 */
public interface OffsetStore extends AutoCloseable {
    /**
     * Starts.
     *
     * @param broker where a store may keep records of its own
     */
    void start(gossip.api.broker.Broker broker);

    /**
     * Makes a group's offsets readable.
     *
     * @param group group id
     * @return completes when they are; fails with {@link gossip.api.BrokerException} NOT_COORDINATOR or
     *     COORDINATOR_LOAD_IN_PROGRESS
     */
    CompletionStage<Void> load(String group);

    /**
     * The offsets of a loaded group.
     *
     * @param group group id
     * @return a copy; empty for a group that never committed
     */
    Map<TopicPartition, Committed> offsets(String group);

    /**
     * Commits. All or nothing.
     *
     * @param group group id
     * @param offsets what to keep
     * @return completes when they are durable; fails with {@link gossip.api.BrokerException}
     */
    CompletionStage<Void> commit(String group, Map<TopicPartition, Committed> offsets);

    /**
     * Forgets offsets.
     *
     * @param group group id
     * @param partitions whose offsets; empty for the whole group
     * @return completes when that is durable
     */
    CompletionStage<Void> delete(String group, Optional<Set<TopicPartition>> partitions);

    /**
     * Groups that have offsets here.
     *
     * @return a copy
     */
    Set<String> groups();

    @Override
    void close();

    /**
     * A committed offset.
     *
     * @param offset the next offset to read
     * @param leaderEpoch epoch of the record before it; -1 if unknown
     * @param metadata free text of the client
     * @param committedAtMs ms since 1970
     */
    record Committed(long offset, int leaderEpoch, String metadata, long committedAtMs) {}
}
