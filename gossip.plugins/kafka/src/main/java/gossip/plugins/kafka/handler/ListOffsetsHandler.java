package gossip.plugins.kafka.handler;

import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.broker.Records;
import gossip.api.broker.Records.OffsetAnswer;
import gossip.api.broker.Records.OffsetQuery;
import gossip.plugins.kafka.api.ApiHandler;
import gossip.plugins.kafka.api.Call;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.message.ListOffsetsRequestData;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsPartition;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsTopic;
import org.apache.kafka.common.message.ListOffsetsResponseData;
import org.apache.kafka.common.message.ListOffsetsResponseData.ListOffsetsPartitionResponse;
import org.apache.kafka.common.message.ListOffsetsResponseData.ListOffsetsTopicResponse;
import org.apache.kafka.common.protocol.ApiMessage;

/** Looks offsets up by time. */
final class ListOffsetsHandler implements ApiHandler<ListOffsetsRequestData> {
    private static final byte READ_COMMITTED = 1;

    private final Records records;

    ListOffsetsHandler(Records records) {
        this.records = records;
    }

    @Override
    public void handle(Call call, ListOffsetsRequestData request) {
        Lookup lookup = new Lookup(call.version(), request.isolationLevel() == READ_COMMITTED);
        request.topics().forEach(lookup::add);
        call.replyWhen(records.offsets(call.context(), lookup.queries), lookup::message);
    }

    /** One request: responses are prepared, and those that need a look-up are filled in by its answers, in order. */
    private static final class Lookup {
        private final short version;
        private final boolean committedOnly;
        private final Set<TopicPartition> seen = new HashSet<>();
        private final List<OffsetQuery> queries = new ArrayList<>();
        private final List<ListOffsetsPartitionResponse> queried = new ArrayList<>();
        private final ListOffsetsResponseData response = new ListOffsetsResponseData();

        Lookup(short version, boolean committedOnly) {
            this.version = version;
            this.committedOnly = committedOnly;
        }

        void add(ListOffsetsTopic topic) {
            ListOffsetsTopicResponse answers = new ListOffsetsTopicResponse().setName(topic.name());
            response.topics().add(answers);
            for (ListOffsetsPartition partition : topic.partitions()) {
                ListOffsetsPartitionResponse answer =
                        new ListOffsetsPartitionResponse().setPartitionIndex(partition.partitionIndex());
                answers.partitions().add(answer);
                answer.setErrorCode(ask(topic.name(), partition, answer).code());
            }
        }

        /** Adds a query, if one is needed, or says why it cannot be answered. */
        private ErrorCode ask(String topic, ListOffsetsPartition partition, ListOffsetsPartitionResponse answer) {
            if (topic.isEmpty() || partition.partitionIndex() < 0) {
                return ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
            }
            TopicPartition name = new TopicPartition(topic, partition.partitionIndex());
            if (!seen.add(name)) {
                return ErrorCode.INVALID_REQUEST;
            }
            OffsetTime time = OffsetTime.of(partition.timestamp());
            if (version < time.firstVersion()) {
                return ErrorCode.UNSUPPORTED_VERSION;
            }
            time.spec().ifPresent(spec -> {
                queries.add(new OffsetQuery(name, partition.currentLeaderEpoch(), spec, committedOnly));
                queried.add(answer);
            });
            return ErrorCode.NONE;
        }

        ApiMessage message(List<OffsetAnswer> answers) {
            for (int i = 0; i < queried.size(); i++) {
                OffsetAnswer found = answers.get(i);
                queried.get(i)
                        .setErrorCode(found.error().code())
                        .setOffset(found.offset())
                        .setTimestamp(found.timestampMs())
                        .setLeaderEpoch(version >= 4 ? found.leaderEpoch() : -1);
            }
            return response;
        }
    }
}
