package gossip.cli.group;

import gossip.cli.cluster.Answers;
import gossip.cli.cluster.Connection;
import gossip.cli.terminal.Missing;
import gossip.cli.terminal.Table;
import gossip.cli.terminal.Terminal;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows a group's members, committed offsets and lag. */
@Command(name = "describe", description = "Show a group's committed offsets, lag and members.")
public final class GroupDescribeCommand implements Runnable {
    private final Terminal terminal;

    @Mixin
    private Connection connection = new Connection();

    @Parameters(paramLabel = "GROUP", description = "Name of the group.")
    private String group = "";

    /**
     * Creates the command.
     *
     * @param terminal its streams
     */
    public GroupDescribeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        try (Admin admin = connection.admin()) {
            ConsumerGroupDescription description =
                    Answers.await(admin.describeConsumerGroups(List.of(group)).describedGroups(), group);
            Map<TopicPartition, MemberDescription> owners = owners(description);
            Table offsets = offsets(admin, owners);
            String state = description.groupState().toString().toLowerCase(Locale.ROOT);
            long lag = offsets.objects().stream()
                    .map(row -> row.get("lag"))
                    .mapToLong(value -> value instanceof Long known ? known : 0)
                    .sum();

            Map<String, Object> result = new LinkedHashMap<>();
            String type = description.type().toString().toLowerCase(Locale.ROOT);
            result.put("group", group);
            result.put("type", type);
            result.put("state", state);
            result.put("members", description.members().size());
            result.put("lag", lag);
            result.put("partitions", offsets.objects());
            String text = "group    " + group + "\ntype     " + type + "\nstate    " + state + "\nmembers  "
                    + description.members().size() + "\nlag      " + lag + "\n\n" + offsets.text();
            connection.output().show(terminal, text, result);
        }
    }

    private static Map<TopicPartition, MemberDescription> owners(ConsumerGroupDescription description) {
        Map<TopicPartition, MemberDescription> owners = new HashMap<>();
        for (MemberDescription member : description.members()) {
            member.assignment().topicPartitions().forEach(partition -> owners.put(partition, member));
        }
        return owners;
    }

    private Table offsets(Admin admin, Map<TopicPartition, MemberDescription> owners) {
        Map<TopicPartition, Object> committed =
                new TreeMap<>(Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition));
        owners.keySet().forEach(partition -> committed.put(partition, Missing.MISSING));
        Map<TopicPartition, OffsetAndMetadata> known =
                Answers.await(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
        known.forEach((partition, offset) -> {
            if (offset != null) {
                committed.put(partition, offset.offset());
            }
        });

        Map<TopicPartition, OffsetSpec> specs = new HashMap<>();
        committed.keySet().forEach(partition -> specs.put(partition, OffsetSpec.latest()));
        Map<TopicPartition, ListOffsetsResultInfo> ends =
                Answers.await(admin.listOffsets(specs).all());

        Table table = new Table("topic", "partition", "committed", "endOffset", "lag", "member", "client");
        committed.forEach((partition, offset) -> {
            long end = Objects.requireNonNull(ends.get(partition)).offset();
            MemberDescription owner = owners.get(partition);
            table.add(
                    partition.topic(),
                    partition.partition(),
                    offset,
                    end,
                    offset instanceof Long position ? (Object) Math.max(0, end - position) : Missing.MISSING,
                    owner == null ? Missing.MISSING : owner.consumerId(),
                    owner == null ? Missing.MISSING : owner.clientId());
        });
        return table;
    }
}
