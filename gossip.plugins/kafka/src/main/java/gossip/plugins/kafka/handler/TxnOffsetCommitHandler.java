package gossip.plugins.kafka.handler;

import gossip.api.ErrorCode;
import gossip.api.broker.Cluster;
import gossip.api.broker.Groups.Member;
import gossip.api.broker.Records.ProducerIdentity;
import gossip.api.broker.Records.TransactionSupport;
import gossip.api.broker.Transactions;
import gossip.api.broker.Transactions.OffsetCommit;
import gossip.plugins.kafka.api.ApiHandler;
import gossip.plugins.kafka.api.Call;
import java.time.InstantSource;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData.TxnOffsetCommitRequestPartition;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData.TxnOffsetCommitRequestTopic;
import org.apache.kafka.common.message.TxnOffsetCommitResponseData;
import org.apache.kafka.common.message.TxnOffsetCommitResponseData.TxnOffsetCommitResponsePartition;
import org.apache.kafka.common.message.TxnOffsetCommitResponseData.TxnOffsetCommitResponseTopic;

/** Commits offsets of a group with a transaction. */
final class TxnOffsetCommitHandler implements ApiHandler<TxnOffsetCommitRequestData> {
    private static final short FIRST_VERSION_WITH_LOADING = 2;
    private static final short FIRST_VERSION_WITH_ABORTABLE = 4;
    private static final short FIRST_VERSION_THAT_ADDS = 5;
    private static final short FIRST_VERSION_WITH_TOPIC_IDS = 6;

    private final Cluster cluster;
    private final Transactions transactions;
    private final InstantSource clock;

    TxnOffsetCommitHandler(Cluster cluster, Transactions transactions, InstantSource clock) {
        this.cluster = cluster;
        this.transactions = transactions;
        this.clock = clock;
    }

    @Override
    public void handle(Call call, TxnOffsetCommitRequestData request) {
        OffsetsToCommit commit =
                new OffsetsToCommit(cluster.metadata(), call.version() >= FIRST_VERSION_WITH_TOPIC_IDS, clock.millis());
        TxnOffsetCommitResponseData response = new TxnOffsetCommitResponseData();
        request.topics().forEach(topic -> response.topics().add(prepare(commit, topic)));
        if (commit.offsets().isEmpty()) {
            call.reply(response);
            return;
        }
        Member member = new Member(
                request.groupId(),
                request.memberId(),
                Texts.optional(request.groupInstanceId()),
                request.generationIdOrMemberEpoch());
        OffsetCommit command = new OffsetCommit(
                request.transactionalId(),
                new ProducerIdentity(request.producerId(), request.producerEpoch()),
                member,
                commit.offsets(),
                support(call.version()));
        call.replyWhen(transactions.commitOffsets(call.context(), command), outcomes -> {
            commit.tell(outcomes, error -> forVersion(error, call.version()));
            return response;
        });
    }

    private static TransactionSupport support(short version) {
        if (version >= FIRST_VERSION_THAT_ADDS) {
            return TransactionSupport.IMPLICIT;
        }
        return version >= FIRST_VERSION_WITH_ABORTABLE ? TransactionSupport.ABORTABLE : TransactionSupport.CLASSIC;
    }

    private static TxnOffsetCommitResponseTopic prepare(OffsetsToCommit commit, TxnOffsetCommitRequestTopic request) {
        TxnOffsetCommitResponseTopic response =
                new TxnOffsetCommitResponseTopic().setName(request.name()).setTopicId(request.topicId());
        OffsetsToCommit.Topic topic = commit.topic(request.name(), request.topicId());
        for (TxnOffsetCommitRequestPartition partition : request.partitions()) {
            TxnOffsetCommitResponsePartition answer =
                    new TxnOffsetCommitResponsePartition().setPartitionIndex(partition.partitionIndex());
            response.partitions().add(answer);
            topic.add(
                    new OffsetsToCommit.Item(
                            partition.partitionIndex(),
                            partition.committedOffset(),
                            partition.committedLeaderEpoch(),
                            partition.committedMetadata()),
                    error -> answer.setErrorCode(error.code()));
        }
        return response;
    }

    private static ErrorCode forVersion(ErrorCode error, short version) {
        return switch (error) {
            case COORDINATOR_LOAD_IN_PROGRESS ->
                version < FIRST_VERSION_WITH_LOADING ? ErrorCode.COORDINATOR_NOT_AVAILABLE : error;
            // with topic ids came the epochs of the consumer protocol (KIP-1319)
            case STALE_MEMBER_EPOCH, GROUP_ID_NOT_FOUND ->
                version < FIRST_VERSION_WITH_TOPIC_IDS ? ErrorCode.ILLEGAL_GENERATION : error;
            default -> TransactionCodes.abortable(error, version, FIRST_VERSION_WITH_ABORTABLE);
        };
    }
}
