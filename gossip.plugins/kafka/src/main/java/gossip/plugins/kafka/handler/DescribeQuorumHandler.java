package gossip.plugins.kafka.handler;

import gossip.api.ErrorCode;
import gossip.api.broker.Administration;
import gossip.api.broker.Administration.Quorum;
import gossip.api.broker.Administration.QuorumVoter;
import gossip.plugins.kafka.api.ApiHandler;
import gossip.plugins.kafka.api.Call;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.message.DescribeQuorumRequestData;
import org.apache.kafka.common.message.DescribeQuorumResponseData;
import org.apache.kafka.common.message.DescribeQuorumResponseData.Listener;
import org.apache.kafka.common.message.DescribeQuorumResponseData.Node;
import org.apache.kafka.common.message.DescribeQuorumResponseData.PartitionData;
import org.apache.kafka.common.message.DescribeQuorumResponseData.ReplicaState;
import org.apache.kafka.common.message.DescribeQuorumResponseData.TopicData;

/** Tells who agrees on the metadata (KIP-595, KIP-836). */
final class DescribeQuorumHandler implements ApiHandler<DescribeQuorumRequestData> {
    private static final short FIRST_VERSION_WITH_NODES = 2;
    private static final String LISTENER = "CONTROLLER";

    private final Administration administration;

    DescribeQuorumHandler(Administration administration) {
        this.administration = administration;
    }

    @Override
    public void handle(Call call, DescribeQuorumRequestData request) {
        Quorum quorum = administration.quorum(call.context());
        DescribeQuorumResponseData response = new DescribeQuorumResponseData();
        for (DescribeQuorumRequestData.TopicData topic : request.topics()) {
            TopicData answer = new TopicData().setTopicName(topic.topicName());
            topic.partitions()
                    .forEach(partition ->
                            answer.partitions().add(partition(topic.topicName(), partition.partitionIndex(), quorum)));
            response.topics().add(answer);
        }
        if (call.version() >= FIRST_VERSION_WITH_NODES) {
            quorum.voters().forEach(voter -> add(voter, response));
        }
        call.reply(response);
    }

    private static PartitionData partition(String topic, int index, Quorum quorum) {
        PartitionData answer = new PartitionData().setPartitionIndex(index);
        if (!topic.equals(Topic.CLUSTER_METADATA_TOPIC_NAME) || index != 0) {
            return answer.setErrorCode(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION.code());
        }
        answer.setLeaderId(quorum.leaderId().orElse(-1))
                .setLeaderEpoch((int) Math.min(quorum.term(), Integer.MAX_VALUE))
                .setHighWatermark(quorum.highWatermark());
        for (QuorumVoter voter : quorum.voters()) {
            answer.currentVoters()
                    .add(new ReplicaState()
                            .setReplicaId(voter.brokerId())
                            .setLogEndOffset(voter.logEndOffset())
                            .setLastFetchTimestamp(voter.lastFetchMs())
                            .setLastCaughtUpTimestamp(voter.lastCaughtUpMs()));
        }
        return answer;
    }

    private static void add(QuorumVoter voter, DescribeQuorumResponseData response) {
        Node node = new Node().setNodeId(voter.brokerId());
        voter.endpoint()
                .ifPresent(endpoint -> node.listeners()
                        .add(new Listener()
                                .setName(LISTENER)
                                .setHost(endpoint.host())
                                .setPort(endpoint.port())));
        response.nodes().add(node);
    }
}
