package gossip.cli.topic;

import gossip.cli.cluster.Answers;
import gossip.cli.cluster.Connection;
import gossip.cli.terminal.Missing;
import gossip.cli.terminal.Table;
import gossip.cli.terminal.Terminal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows partitions, offsets and settings of topics. */
@Command(name = "describe", description = "Show the partitions, offsets and settings of topics.")
public final class TopicDescribeCommand implements Runnable {
    private final Terminal terminal;

    @Mixin
    private Connection connection = new Connection();

    @Parameters(paramLabel = "TOPIC", arity = "1..*", description = "Names of the topics.")
    private List<String> topics = List.of();

    @Option(names = "--all-configs", description = "Also the settings that have their default values.")
    private boolean allConfigs;

    /**
     * Creates the command.
     *
     * @param terminal its streams
     */
    public TopicDescribeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        try (Admin admin = connection.admin()) {
            Map<String, TopicDescription> descriptions =
                    Answers.await(admin.describeTopics(topics).allTopicNames());
            StringBuilder text = new StringBuilder();
            List<Map<String, Object>> objects = new ArrayList<>();
            for (String topic : topics) {
                TopicDescription description = Objects.requireNonNull(descriptions.get(topic));
                Map<String, Object> configs = configs(admin, topic);
                Table partitions = partitions(admin, description);
                text.append(text.isEmpty() ? "" : "\n").append(text(description, configs, partitions));
                Map<String, Object> object = new LinkedHashMap<>();
                object.put("topic", topic);
                object.put("id", description.topicId().toString());
                object.put("internal", description.isInternal());
                object.put("configs", configs);
                object.put("partitions", partitions.objects());
                objects.add(object);
            }
            connection.output().show(terminal, text.toString(), objects);
        }
    }

    private static String text(TopicDescription topic, Map<String, Object> configs, Table partitions) {
        StringBuilder text = new StringBuilder("topic   " + topic.name() + "\nid      " + topic.topicId() + "\n");
        configs.forEach((key, value) ->
                text.append("config  ").append(key).append('=').append(value).append('\n'));
        return text.append('\n').append(partitions.text()).toString();
    }

    private Map<String, Object> configs(Admin admin, String topic) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        Map<String, Object> configs = new TreeMap<>();
        Answers.await(admin.describeConfigs(List.of(resource)).values(), resource).entries().stream()
                .filter(entry -> allConfigs || entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG)
                .forEach(entry -> configs.put(entry.name(), entry.value() == null ? Missing.MISSING : entry.value()));
        return configs;
    }

    private static Table partitions(Admin admin, TopicDescription topic) {
        Map<TopicPartition, OffsetSpec> earliest = specs(topic, OffsetSpec::earliest);
        Map<TopicPartition, OffsetSpec> latest = specs(topic, OffsetSpec::latest);
        Map<TopicPartition, ListOffsetsResult.ListOffsetsResultInfo> starts =
                Answers.await(admin.listOffsets(earliest).all());
        Map<TopicPartition, ListOffsetsResult.ListOffsetsResultInfo> ends =
                Answers.await(admin.listOffsets(latest).all());
        Table table = new Table("partition", "leader", "replicas", "isr", "startOffset", "endOffset");
        for (TopicPartitionInfo partition : topic.partitions()) {
            TopicPartition id = new TopicPartition(topic.name(), partition.partition());
            table.add(
                    partition.partition(),
                    partition.leader() == null
                            ? Missing.MISSING
                            : (Object) partition.leader().id(),
                    partition.replicas().stream().map(Node::id).toList(),
                    partition.isr().stream().map(Node::id).toList(),
                    offset(starts, id),
                    offset(ends, id));
        }
        return table;
    }

    private static Object offset(
            Map<TopicPartition, ListOffsetsResult.ListOffsetsResultInfo> offsets, TopicPartition partition) {
        ListOffsetsResult.ListOffsetsResultInfo known = offsets.get(partition);
        return known == null ? Missing.MISSING : (Object) known.offset();
    }

    /** Only of partitions that have a leader: nobody could answer for the others. */
    private static Map<TopicPartition, OffsetSpec> specs(TopicDescription topic, Supplier<OffsetSpec> spec) {
        Map<TopicPartition, OffsetSpec> specs = new LinkedHashMap<>();
        for (TopicPartitionInfo partition : topic.partitions()) {
            if (partition.leader() != null && !partition.leader().isEmpty()) {
                specs.put(new TopicPartition(topic.name(), partition.partition()), spec.get());
            }
        }
        return specs;
    }
}
