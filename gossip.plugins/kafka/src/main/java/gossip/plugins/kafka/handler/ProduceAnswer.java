package gossip.plugins.kafka.handler;

import gossip.api.ErrorCode;
import gossip.api.broker.Cluster;
import gossip.api.broker.Records.Produced;
import gossip.api.metadata.MetadataImage;
import gossip.plugins.kafka.api.Call;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.message.ProduceResponseData.LeaderIdAndEpoch;
import org.apache.kafka.common.message.ProduceResponseData.NodeEndpoint;
import org.apache.kafka.common.message.ProduceResponseData.PartitionProduceResponse;
import org.apache.kafka.common.message.ProduceResponseData.TopicProduceResponse;

/** Assembles one response to Produce. */
final class ProduceAnswer {
    private static final short FIRST_VERSION_WITH_LEADERS = 10;

    private final Cluster cluster;
    private final Call call;
    private final ProduceResponseData response;
    private TopicProduceResponse topicResponse = new TopicProduceResponse();

    ProduceAnswer(Cluster cluster, Call call, ProduceResponseData response) {
        this.cluster = cluster;
        this.call = call;
        this.response = response;
    }

    /** Begins the partitions of a topic. */
    void topic(TopicProduceData requested) {
        topicResponse = responseOf(requested);
    }

    void add(int partition, Produced result) {
        PartitionProduceResponse answer = new PartitionProduceResponse()
                .setIndex(partition)
                .setErrorCode(result.error().code())
                .setBaseOffset(result.baseOffset())
                .setLogAppendTimeMs(result.logAppendTimeMs())
                .setLogStartOffset(result.logStartOffset());
        if (!result.message().isEmpty()) {
            answer.setErrorMessage(result.message());
        }
        if (result.error() == ErrorCode.NOT_LEADER_OR_FOLLOWER && call.version() >= FIRST_VERSION_WITH_LEADERS) {
            nameLeader(answer, result);
        }
        topicResponse.partitionResponses().add(answer);
    }

    private TopicProduceResponse responseOf(TopicProduceData requested) {
        TopicProduceResponse known = response.responses().find(requested.name(), requested.topicId());
        if (known != null) {
            return known;
        }
        TopicProduceResponse fresh =
                new TopicProduceResponse().setName(requested.name()).setTopicId(requested.topicId());
        response.responses().add(fresh);
        return fresh;
    }

    /** Saves the client a look-up (KIP-951). */
    private void nameLeader(PartitionProduceResponse answer, Produced result) {
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
        if (response.nodeEndpoints().find(leader) == null) {
            Endpoints.of(metadata, leader, call.context().listener())
                    .ifPresent(endpoint -> response.nodeEndpoints()
                            .add(new NodeEndpoint()
                                    .setNodeId(leader)
                                    .setHost(endpoint.host())
                                    .setPort(endpoint.port())));
        }
    }
}
