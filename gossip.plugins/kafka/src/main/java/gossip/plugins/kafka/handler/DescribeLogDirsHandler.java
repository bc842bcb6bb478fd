package gossip.plugins.kafka.handler;

import gossip.api.TopicPartition;
import gossip.api.broker.Administration;
import gossip.api.broker.Administration.LogDirectory;
import gossip.plugins.kafka.api.ApiHandler;
import gossip.plugins.kafka.api.Call;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.message.DescribeLogDirsRequestData;
import org.apache.kafka.common.message.DescribeLogDirsResponseData;
import org.apache.kafka.common.message.DescribeLogDirsResponseData.DescribeLogDirsPartition;
import org.apache.kafka.common.message.DescribeLogDirsResponseData.DescribeLogDirsResult;
import org.apache.kafka.common.message.DescribeLogDirsResponseData.DescribeLogDirsTopic;

/** Tells where logs lie and how large they are (KIP-113, KIP-827). */
final class DescribeLogDirsHandler implements ApiHandler<DescribeLogDirsRequestData> {
    private final Administration administration;

    DescribeLogDirsHandler(Administration administration) {
        this.administration = administration;
    }

    @Override
    public void handle(Call call, DescribeLogDirsRequestData request) {
        call.replyWhen(administration.logDirectories(call.context(), wanted(request)), directories -> {
            DescribeLogDirsResponseData response = new DescribeLogDirsResponseData();
            directories.forEach(directory -> response.results().add(answer(directory)));
            return response;
        });
    }

    private static Optional<Set<TopicPartition>> wanted(DescribeLogDirsRequestData request) {
        if (request.topics() == null) {
            return Optional.empty();
        }
        Set<TopicPartition> wanted = new HashSet<>();
        request.topics()
                .forEach(topic -> topic.partitions()
                        .forEach(partition ->
                                Partitions.of(topic.topic(), partition).ifPresent(wanted::add)));
        return Optional.of(wanted);
    }

    private static DescribeLogDirsResult answer(LogDirectory directory) {
        DescribeLogDirsResult result = new DescribeLogDirsResult()
                .setErrorCode(directory.error().code())
                .setLogDir(directory.path())
                .setTotalBytes(directory.totalBytes())
                .setUsableBytes(directory.usableBytes());
        Map<String, DescribeLogDirsTopic> topics = new HashMap<>();
        directory
                .sizes()
                .forEach((partition, size) -> topics.computeIfAbsent(
                                partition.topic(), name -> new DescribeLogDirsTopic().setName(name))
                        .partitions()
                        .add(new DescribeLogDirsPartition()
                                .setPartitionIndex(partition.partition())
                                .setPartitionSize(size)));
        result.topics().addAll(topics.values());
        return result;
    }
}
