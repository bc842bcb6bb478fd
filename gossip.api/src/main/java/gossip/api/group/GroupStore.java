package gossip.api.group;

import gossip.api.TopicPartition;
import gossip.api.broker.Broker;
import gossip.api.broker.Records.ProducerIdentity;
import gossip.api.broker.Records.ProducerTransaction;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/**
 * Keeps what consumer groups must not forget: the offsets they have committed, and named entries in which a coordinator
 * keeps the state of a group. Thread-safe; never blocks. Reads come from memory once a group is loaded; a write is answered
 * when it is as durable as an acknowledged record, and is readable no sooner. Writes of a group take effect in the order in
 * which they were asked for.
 */
public interface GroupStore extends AutoCloseable {
    /**
     * Starts.
     *
     * @param broker where a store may keep records of its own
     * @param listener told of groups that were found
     */
    void start(Broker broker, Listener listener);

    /**
     * Makes a group readable.
     *
     * @param group group id
     * @return completes when it is; fails with {@link gossip.api.BrokerException} NOT_COORDINATOR or
     *     COORDINATOR_LOAD_IN_PROGRESS
     */
    CompletionStage<Void> load(String group);

    /**
     * The offsets of a loaded group.
     *
     * @param group group id
     * @return a copy; empty for a group that never committed
     * @throws gossip.api.BrokerException as {@link #load} fails, if the group is not loaded
     */
    Map<TopicPartition, Committed> offsets(String group);

    /**
     * How much a loaded group and the whole store hold, so that it can be bounded before a write. Takes time in proportion to
     * the partitions that are asked for.
     *
     * @param group group id
     * @param partitions that offsets are about to be committed for
     * @return the present use
     * @throws gossip.api.BrokerException as {@link #load} fails, if the group is not loaded
     */
    Usage usage(String group, Set<TopicPartition> partitions);

    /**
     * The entries of a loaded group, as they are durable, for somebody who begins from them. If a write of entries of this
     * group has failed, later ones fail too until this is called, since they may have been made in the belief that the
     * first succeeded.
     *
     * @param group group id
     * @return a copy, by name; empty for a group without a coordinator's state; buffers are read-only
     * @throws gossip.api.BrokerException as {@link #load} fails, if the group is not loaded: half of what is durable would be
     *     an older state
     */
    Map<String, ByteBuffer> entries(String group);

    /**
     * Changes a group. All or nothing. An offset that is forgotten is forgotten also in transactions that are not decided yet.
     *
     * @param group group id
     * @param changes what becomes different
     * @return completes when it is durable; fails with {@link gossip.api.BrokerException}
     */
    CompletionStage<Void> write(String group, Changes changes);

    /**
     * Forgets a group: all its offsets and entries, and what transactions that are not decided yet have committed.
     *
     * @param group group id
     * @return completes when that is durable; fails with {@link gossip.api.BrokerException}
     */
    CompletionStage<Void> delete(String group);

    /**
     * Commits offsets in a transaction: they become readable when it is committed, and never if it is aborted. All or
     * nothing.
     *
     * @param group group id
     * @param producer who writes in the transaction
     * @param transaction which
     * @param offsets what to keep
     * @return completes when that is durable; fails with {@link gossip.api.BrokerException}, also if the transaction is not
     *     open
     */
    CompletionStage<Void> writeInTransaction(
            String group,
            ProducerIdentity producer,
            ProducerTransaction transaction,
            Map<TopicPartition, Committed> offsets);

    /**
     * The partitions of a loaded group whose offsets were committed in transactions that are not decided yet.
     *
     * @param group group id
     * @return a copy
     */
    Set<TopicPartition> undecided(String group);

    /**
     * Takes note that a transaction has ended. No effect if the producer has committed no offsets in it.
     *
     * @param partition the partition of the store's own topic that was told so
     * @param producerId whose transaction
     * @param committed whether it counts
     */
    void transactionEnded(TopicPartition partition, long producerId, boolean committed);

    /**
     * Loaded groups that have offsets or entries here.
     *
     * @return a copy
     */
    Set<String> groups();

    /**
     * Whether groups are being read back just now, so that {@link #groups} does not tell of all of them yet. Groups that
     * could not be read do not count.
     *
     * @return true until they are loaded, or reading them has failed
     */
    boolean isLoading();

    @Override
    void close();

    /** Told of groups that were read back. */
    @FunctionalInterface
    interface Listener {
        /**
         * Groups with entries have become readable. Called by a thread of the store; must not block.
         *
         * @param groups their ids
         */
        void loaded(Set<String> groups);
    }

    /**
     * A committed offset.
     *
     * @param offset the next offset to read
     * @param leaderEpoch epoch of the record before it; -1 if unknown
     * @param metadata free text of the client
     * @param committedAtMs ms since 1970
     * @param topicId id of the topic that it was committed for, which is another when the topic is created anew; empty if that
     *     is not known, as for offsets that an older version has kept
     */
    record Committed(long offset, int leaderEpoch, String metadata, long committedAtMs, Optional<UUID> topicId) {
        /**
         * Without the id of the topic.
         *
         * @param offset the next offset to read
         * @param leaderEpoch epoch of the record before it; -1 if unknown
         * @param metadata free text of the client
         * @param committedAtMs ms since 1970
         */
        public Committed(long offset, int leaderEpoch, String metadata, long committedAtMs) {
            this(offset, leaderEpoch, metadata, committedAtMs, Optional.empty());
        }
    }

    /**
     * What is held.
     *
     * @param absent how many of the partitions that were asked for have no offset yet
     * @param ofGroup offsets of the group
     * @param ofAll offsets of all groups that are loaded here, and those of transactions that are not decided yet
     */
    record Usage(int absent, int ofGroup, long ofAll) {}

    /**
     * What becomes different in a group.
     *
     * @param offsets by partition; empty to forget one
     * @param entries by name, at most 32767 bytes of UTF-8; empty to forget one; buffers are only read and must not change
     *     any more
     */
    record Changes(Map<TopicPartition, Optional<Committed>> offsets, Map<String, Optional<ByteBuffer>> entries) {
        /** Copies the maps. */
        public Changes {
            offsets = Map.copyOf(offsets);
            entries = Map.copyOf(entries);
        }

        /**
         * Commits offsets.
         *
         * @param offsets what to keep
         * @return the changes
         */
        public static Changes commit(Map<TopicPartition, Committed> offsets) {
            Map<TopicPartition, Optional<Committed>> present = new HashMap<>();
            offsets.forEach((partition, committed) -> present.put(partition, Optional.of(committed)));
            return new Changes(present, Map.of());
        }

        /**
         * Forgets offsets.
         *
         * @param partitions whose
         * @return the changes
         */
        public static Changes forget(Set<TopicPartition> partitions) {
            Map<TopicPartition, Optional<Committed>> absent = new HashMap<>();
            partitions.forEach(partition -> absent.put(partition, Optional.empty()));
            return new Changes(absent, Map.of());
        }

        /**
         * Changes the state of the coordinator.
         *
         * @param entries by name; empty to forget one
         * @return the changes
         */
        public static Changes entries(Map<String, Optional<ByteBuffer>> entries) {
            return new Changes(Map.of(), entries);
        }
    }
}
