package gossip.plugins.kafka.handler;

import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.broker.Administration;
import gossip.plugins.kafka.api.ApiHandler;
import gossip.plugins.kafka.api.Call;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.message.AlterReplicaLogDirsRequestData;
import org.apache.kafka.common.message.AlterReplicaLogDirsRequestData.AlterReplicaLogDir;
import org.apache.kafka.common.message.AlterReplicaLogDirsRequestData.AlterReplicaLogDirTopic;
import org.apache.kafka.common.message.AlterReplicaLogDirsResponseData;
import org.apache.kafka.common.message.AlterReplicaLogDirsResponseData.AlterReplicaLogDirPartitionResult;
import org.apache.kafka.common.message.AlterReplicaLogDirsResponseData.AlterReplicaLogDirTopicResult;

/** Moves logs between directories of this broker (KIP-113). */
final class AlterReplicaLogDirsHandler implements ApiHandler<AlterReplicaLogDirsRequestData> {
    private final Administration administration;

    AlterReplicaLogDirsHandler(Administration administration) {
        this.administration = administration;
    }

    @Override
    public void handle(Call call, AlterReplicaLogDirsRequestData request) {
        Map<TopicPartition, String> targets = new HashMap<>();
        for (AlterReplicaLogDir directory : request.dirs()) {
            for (AlterReplicaLogDirTopic topic : directory.topics()) {
                topic.partitions()
                        .forEach(partition -> Partitions.of(topic.name(), partition)
                                .ifPresent(named -> targets.put(named, directory.path())));
            }
        }
        call.reply(answer(request, administration.moveLogs(call.context(), targets)));
    }

    private static AlterReplicaLogDirsResponseData answer(
            AlterReplicaLogDirsRequestData request, Map<TopicPartition, ErrorCode> outcomes) {
        AlterReplicaLogDirsResponseData response = new AlterReplicaLogDirsResponseData();
        for (AlterReplicaLogDir directory : request.dirs()) {
            for (AlterReplicaLogDirTopic topic : directory.topics()) {
                AlterReplicaLogDirTopicResult result = new AlterReplicaLogDirTopicResult().setTopicName(topic.name());
                for (int partition : topic.partitions()) {
                    Optional<TopicPartition> named = Partitions.of(topic.name(), partition);
                    ErrorCode outcome = named.map(outcomes::get).orElse(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
                    result.partitions()
                            .add(new AlterReplicaLogDirPartitionResult()
                                    .setPartitionIndex(partition)
                                    .setErrorCode(outcome.code()));
                }
                response.results().add(result);
            }
        }
        return response;
    }
}
