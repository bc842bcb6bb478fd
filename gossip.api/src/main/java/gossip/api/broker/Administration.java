package gossip.api.broker;

import gossip.api.Endpoint;
import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * What operators ask of a cluster: where records lie, who leads, which nodes agree on the metadata, and what the cluster can
 * do. Methods throw {@link gossip.api.BrokerException} CLUSTER_AUTHORIZATION_FAILED where the client may not ask.
 */
public interface Administration {
    /**
     * Looks at the directories of this broker's logs.
     *
     * @param context who asks
     * @param partitions which; empty for all
     * @return one for each directory; fails as the methods throw
     */
    CompletionStage<List<LogDirectory>> logDirectories(
            RequestContext context, Optional<Set<TopicPartition>> partitions);

    /**
     * Moves logs to other directories of this broker.
     *
     * @param context who asks
     * @param targets path of the directory for each partition
     * @return outcome for each
     */
    Map<TopicPartition, ErrorCode> moveLogs(RequestContext context, Map<TopicPartition, String> targets);

    /**
     * Has the preferred replica lead, or any, where none does (KIP-460).
     *
     * @param context who asks
     * @param partitions which; empty for all
     * @return outcome for each; without ELECTION_NOT_NEEDED if all were asked for
     */
    Map<TopicPartition, Outcome> electLeaders(RequestContext context, Optional<Set<TopicPartition>> partitions);

    /**
     * Gives partitions other replicas (KIP-455).
     *
     * @param context who asks
     * @param replicas broker ids, the preferred leader first; empty to cancel what is under way
     * @param mayChangeCount whether there may be more or fewer replicas than before
     * @return outcome for each
     */
    Map<TopicPartition, Outcome> reassign(
            RequestContext context, Map<TopicPartition, Optional<List<Integer>>> replicas, boolean mayChangeCount);

    /**
     * Lists partitions that are getting other replicas.
     *
     * @param context who asks
     * @param partitions which; empty for all
     * @return those under way
     */
    Set<TopicPartition> reassignments(RequestContext context, Optional<Set<TopicPartition>> partitions);

    /**
     * Looks at the nodes that agree on the metadata (KIP-595).
     *
     * @param context who asks
     * @return as this node sees them
     */
    Quorum quorum(RequestContext context);

    /**
     * Forgets a broker that has gone for good.
     *
     * @param context who asks
     * @param brokerId its number
     * @return the outcome
     */
    CompletionStage<Outcome> unregister(RequestContext context, int brokerId);

    /**
     * What the cluster can do, by Kafka's names (KIP-584).
     *
     * @return the same for as long as the broker runs
     */
    List<Feature> features();

    /**
     * Changes features, all or none.
     *
     * @param context who asks
     * @param updates what to change
     * @return outcome for all
     */
    Outcome updateFeatures(RequestContext context, List<FeatureUpdate> updates);

    /**
     * What came of something.
     *
     * @param error NONE if it was done
     * @param message why not, for a person; else empty
     */
    record Outcome(ErrorCode error, String message) {
        /** It was done. */
        public static final Outcome DONE = new Outcome(ErrorCode.NONE, "");
    }

    /**
     * A directory of logs.
     *
     * @param error NONE if it could be read
     * @param path absolute
     * @param totalBytes size of its volume
     * @param usableBytes what of it is free for the broker
     * @param sizes bytes of each partition's log
     */
    record LogDirectory(
            ErrorCode error, String path, long totalBytes, long usableBytes, Map<TopicPartition, Long> sizes) {
        /** Copies the map. */
        public LogDirectory {
            sizes = Map.copyOf(sizes);
        }
    }

    /**
     * The metadata quorum with brokers' numbers.
     *
     * @param leaderId empty during an election
     * @param term Raft term
     * @param highWatermark end of what is agreed upon, exclusive
     * @param voters all voting nodes that have registered as brokers
     */
    record Quorum(OptionalInt leaderId, long term, long highWatermark, List<QuorumVoter> voters) {}

    /**
     * A voting node.
     *
     * @param brokerId its number
     * @param logEndOffset see {@link gossip.api.metadata.QuorumView.Voter}
     * @param lastFetchMs wall clock time at which it was last heard of; -1 if this node does not hear of it
     * @param lastCaughtUpMs that time if it had everything that is agreed upon; else -1
     * @param endpoint where the other voters reach it; empty if it is alone
     */
    record QuorumVoter(
            int brokerId, long logEndOffset, long lastFetchMs, long lastCaughtUpMs, Optional<Endpoint> endpoint) {}

    /**
     * A feature that is always on.
     *
     * @param name Kafka's name
     * @param level the only level there is
     */
    record Feature(String name, short level) {}

    /**
     * A change of a feature.
     *
     * @param name Kafka's name
     * @param level level wanted; 0 to turn it off
     * @param isUpgrade whether a lower level was not meant
     */
    record FeatureUpdate(String name, short level, boolean isUpgrade) {}
}
