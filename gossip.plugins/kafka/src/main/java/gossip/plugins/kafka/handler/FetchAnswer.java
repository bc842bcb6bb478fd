package gossip.plugins.kafka.handler;

import gossip.api.ErrorCode;
import gossip.api.broker.Cluster;
import gossip.api.broker.Records.Fetched;
import gossip.api.metadata.MetadataImage;
import gossip.plugins.kafka.api.Call;
import gossip.plugins.kafka.reply.SliceRecords;
import gossip.plugins.kafka.session.PartitionFetch;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.FetchResponseData.EpochEndOffset;
import org.apache.kafka.common.message.FetchResponseData.FetchableTopicResponse;
import org.apache.kafka.common.message.FetchResponseData.LeaderIdAndEpoch;
import org.apache.kafka.common.message.FetchResponseData.NodeEndpoint;
import org.apache.kafka.common.message.FetchResponseData.PartitionData;

/** Assembles one response to Fetch. */
final class FetchAnswer {
    private static final short FIRST_VERSION_WITH_LEADERS = 12;
    private static final short FIRST_VERSION_WITH_ENDPOINTS = 16;

    private final Cluster cluster;
    private final Call call;
    private final boolean committedOnly;
    private final FetchResponseData response = new FetchResponseData();
    private final Map<TopicKey, FetchableTopicResponse> topics = new HashMap<>();

    FetchAnswer(Cluster cluster, Call call, boolean committedOnly) {
        this.cluster = cluster;
        this.call = call;
        this.committedOnly = committedOnly;
    }

    FetchResponseData message() {
        return response;
    }

    void add(PartitionFetch partition, Fetched result) {
        PartitionData answer = new PartitionData()
                .setPartitionIndex(partition.partition())
                .setErrorCode(result.error().code())
                .setHighWatermark(result.highWatermark())
                .setLastStableOffset(result.lastStableOffset())
                .setLogStartOffset(result.logStartOffset())
                .setAbortedTransactions(committedOnly ? aborted(result) : null)
                .setRecords(new SliceRecords(result.records()));
        result.diverging()
                .ifPresent(end -> answer.setDivergingEpoch(
                        new EpochEndOffset().setEpoch(end.leaderEpoch()).setEndOffset(end.endOffset())));
        if (isLeaderFailure(result.error()) && call.version() >= FIRST_VERSION_WITH_LEADERS) {
            nameLeader(answer, result);
        }
        responseOf(partition).partitions().add(answer);
    }

    private static List<FetchResponseData.AbortedTransaction> aborted(Fetched result) {
        if (result.aborted().isEmpty()) {
            return List.of();
        }
        return result.aborted().stream()
                .map(transaction -> new FetchResponseData.AbortedTransaction()
                        .setProducerId(transaction.producerId())
                        .setFirstOffset(transaction.firstOffset()))
                .toList();
    }

    private FetchableTopicResponse responseOf(PartitionFetch partition) {
        TopicKey key = new TopicKey(partition.topicId(), partition.topic());
        FetchableTopicResponse known = topics.get(key);
        if (known == null) {
            known = new FetchableTopicResponse().setTopicId(key.id()).setTopic(key.name());
            topics.put(key, known);
            response.responses().add(known);
        }
        return known;
    }

    private static boolean isLeaderFailure(ErrorCode error) {
        return error == ErrorCode.NOT_LEADER_OR_FOLLOWER || error == ErrorCode.FENCED_LEADER_EPOCH;
    }

    /** Saves the client a look-up (KIP-951). */
    private void nameLeader(PartitionData answer, Fetched result) {
        MetadataImage metadata = cluster.metadata();
        int partition = result.partition().partition();
        metadata.topic(result.partition().topic())
                .filter(found -> found.has(partition))
                .ifPresent(found -> {
                    int leader = found.leader(partition);
                    answer.setCurrentLeader(
                            new LeaderIdAndEpoch().setLeaderId(leader).setLeaderEpoch(found.leaderEpoch(partition)));
                    addEndpoint(metadata, leader);
                });
    }

    private void addEndpoint(MetadataImage metadata, int leader) {
        if (call.version() >= FIRST_VERSION_WITH_ENDPOINTS
                && response.nodeEndpoints().find(leader) == null) {
            Endpoints.of(metadata, leader, call.context().listener())
                    .ifPresent(endpoint -> response.nodeEndpoints()
                            .add(new NodeEndpoint()
                                    .setNodeId(leader)
                                    .setHost(endpoint.host())
                                    .setPort(endpoint.port())));
        }
    }

    /**
     * A topic as the client names it.
     *
     * @param id zero before version 13
     * @param name empty from version 13 on
     */
    private record TopicKey(Uuid id, String name) {}
}
