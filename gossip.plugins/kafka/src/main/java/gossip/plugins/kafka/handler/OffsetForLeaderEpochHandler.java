package gossip.plugins.kafka.handler;

import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.broker.Records;
import gossip.api.broker.Records.EpochQuery;
import gossip.plugins.kafka.api.ApiHandler;
import gossip.plugins.kafka.api.Call;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData.OffsetForLeaderPartition;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData.OffsetForLeaderTopic;
import org.apache.kafka.common.message.OffsetForLeaderEpochResponseData;
import org.apache.kafka.common.message.OffsetForLeaderEpochResponseData.EpochEndOffset;
import org.apache.kafka.common.message.OffsetForLeaderEpochResponseData.OffsetForLeaderTopicResult;

/** Tells where leader epochs end, so that consumers notice a log that was cut (KIP-320). */
final class OffsetForLeaderEpochHandler implements ApiHandler<OffsetForLeaderEpochRequestData> {
    private final Records records;

    OffsetForLeaderEpochHandler(Records records) {
        this.records = records;
    }

    @Override
    public void handle(Call call, OffsetForLeaderEpochRequestData request) {
        OffsetForLeaderEpochResponseData response = new OffsetForLeaderEpochResponseData();
        List<EpochQuery> queries = new ArrayList<>();
        List<EpochEndOffset> queried = new ArrayList<>();
        for (OffsetForLeaderTopic topic : request.topics()) {
            OffsetForLeaderTopicResult result = new OffsetForLeaderTopicResult().setTopic(topic.topic());
            for (OffsetForLeaderPartition partition : topic.partitions()) {
                EpochEndOffset end = new EpochEndOffset().setPartition(partition.partition());
                result.partitions().add(end);
                if (topic.topic().isEmpty() || partition.partition() < 0) {
                    end.setErrorCode(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION.code());
                } else {
                    queries.add(new EpochQuery(
                            new TopicPartition(topic.topic(), partition.partition()),
                            partition.currentLeaderEpoch(),
                            partition.leaderEpoch()));
                    queried.add(end);
                }
            }
            response.topics().add(result);
        }
        call.replyWhen(records.epochEnds(call.context(), queries), answers -> {
            for (int i = 0; i < queried.size(); i++) {
                EpochEndOffset end = queried.get(i);
                end.setErrorCode(answers.get(i).error().code());
                answers.get(i)
                        .end()
                        .ifPresent(
                                found -> end.setLeaderEpoch(found.leaderEpoch()).setEndOffset(found.endOffset()));
            }
            return response;
        });
    }
}
