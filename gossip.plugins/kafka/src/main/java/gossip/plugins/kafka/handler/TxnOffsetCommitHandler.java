package gossip.plugins.kafka.handler;

import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.broker.Cluster;
import gossip.api.broker.Groups.Member;
import gossip.api.broker.Records.ProducerIdentity;
import gossip.api.broker.Records.TransactionSupport;
import gossip.api.broker.Transactions;
import gossip.api.broker.Transactions.OffsetCommit;
import gossip.api.group.GroupStore.Committed;
import gossip.api.metadata.TopicImage;
import gossip.plugins.kafka.api.ApiHandler;
import gossip.plugins.kafka.api.Call;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
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
        Commit commit = new Commit(call.version());
        request.topics().forEach(commit::add);
        if (commit.offsets.isEmpty()) {
            call.reply(commit.response);
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
                commit.offsets,
                support(call.version()));
        call.replyWhen(transactions.commitOffsets(call.context(), command), commit::message);
    }

    private static TransactionSupport support(short version) {
        if (version >= FIRST_VERSION_THAT_ADDS) {
            return TransactionSupport.IMPLICIT;
        }
        return version >= FIRST_VERSION_WITH_ABORTABLE ? TransactionSupport.ABORTABLE : TransactionSupport.CLASSIC;
    }

    /** One request: responses are prepared, and those of known partitions are filled in by the outcomes. */
    private final class Commit {
        private final short version;
        private final boolean byId;
        private final Map<TopicPartition, Committed> offsets = new HashMap<>();
        private final Map<TopicPartition, TxnOffsetCommitResponsePartition> answers = new HashMap<>();
        private final TxnOffsetCommitResponseData response = new TxnOffsetCommitResponseData();

        Commit(short version) {
            this.version = version;
            this.byId = version >= FIRST_VERSION_WITH_TOPIC_IDS;
        }

        void add(TxnOffsetCommitRequestTopic topic) {
            Optional<TopicImage> known = byId
                    ? TopicNames.find(cluster.metadata(), topic.topicId())
                    : cluster.metadata().topic(topic.name());
            TxnOffsetCommitResponseTopic answer =
                    new TxnOffsetCommitResponseTopic().setName(topic.name()).setTopicId(topic.topicId());
            for (TxnOffsetCommitRequestPartition partition : topic.partitions()) {
                answer.partitions().add(add(known, partition));
            }
            response.topics().add(answer);
        }

        private TxnOffsetCommitResponsePartition add(
                Optional<TopicImage> topic, TxnOffsetCommitRequestPartition partition) {
            TxnOffsetCommitResponsePartition answer =
                    new TxnOffsetCommitResponsePartition().setPartitionIndex(partition.partitionIndex());
            if (topic.isEmpty() && byId) {
                return answer.setErrorCode(ErrorCode.UNKNOWN_TOPIC_ID.code());
            }
            if (topic.isEmpty() || !topic.get().has(partition.partitionIndex())) {
                return answer.setErrorCode(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION.code());
            }
            TopicPartition name = new TopicPartition(topic.get().name(), partition.partitionIndex());
            offsets.put(
                    name,
                    new Committed(
                            partition.committedOffset(),
                            partition.committedLeaderEpoch(),
                            Texts.orEmpty(partition.committedMetadata()),
                            clock.millis()));
            answers.put(name, answer);
            // until the outcome is known
            return answer.setErrorCode(ErrorCode.UNKNOWN_SERVER_ERROR.code());
        }

        TxnOffsetCommitResponseData message(Map<TopicPartition, ErrorCode> outcomes) {
            outcomes.forEach((partition, error) -> {
                TxnOffsetCommitResponsePartition answer = answers.get(partition);
                if (answer != null) {
                    answer.setErrorCode(forVersion(error).code());
                }
            });
            return response;
        }

        private ErrorCode forVersion(ErrorCode error) {
            return error == ErrorCode.COORDINATOR_LOAD_IN_PROGRESS && version < FIRST_VERSION_WITH_LOADING
                    ? ErrorCode.COORDINATOR_NOT_AVAILABLE
                    : TransactionCodes.abortable(error, version, FIRST_VERSION_WITH_ABORTABLE);
        }
    }
}
