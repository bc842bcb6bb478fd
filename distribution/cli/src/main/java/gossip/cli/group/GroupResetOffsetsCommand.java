package gossip.cli.group;

import gossip.cli.cluster.Answers;
import gossip.cli.cluster.Connection;
import gossip.cli.terminal.ExitCode;
import gossip.cli.terminal.Failure;
import gossip.cli.terminal.Missing;
import gossip.cli.terminal.Table;
import gossip.cli.terminal.Terminal;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Moves the committed offsets of a group. */
@Command(
        name = "reset-offsets",
        description = {
            "Move the committed offsets of a group that has no members.",
            "Shows what would become of them; --execute does it."
        })
public final class GroupResetOffsetsCommand implements Runnable {
    private final Terminal terminal;

    @Mixin
    private Connection connection = new Connection();

    @Parameters(paramLabel = "GROUP", description = "Name of the group.")
    private String group = "";

    @Option(
            names = "--topic",
            paramLabel = "TOPIC[:PARTITION,...]",
            description = "Only these topics or partitions; all that the group has committed when there is none.")
    private List<String> topics = List.of();

    @ArgGroup(multiplicity = "1")
    private OffsetMove move = new OffsetMove();

    @Option(names = "--execute", description = "Do it.")
    private boolean execute;

    /**
     * Creates the command.
     *
     * @param terminal its streams
     */
    public GroupResetOffsetsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        try (Admin admin = connection.admin()) {
            Map<TopicPartition, OffsetAndMetadata> committed = committed(admin);
            Set<TopicPartition> wanted = wanted(admin, committed);
            if (wanted.isEmpty()) {
                throw new Failure(
                        ExitCode.NOT_FOUND,
                        "group '" + group + "' has committed no offsets; name what to move with --topic");
            }
            Map<TopicPartition, Long> targets = move.targets(admin, wanted, committed);
            if (execute) {
                Map<TopicPartition, OffsetAndMetadata> moved = new HashMap<>();
                targets.forEach((partition, offset) -> moved.put(partition, new OffsetAndMetadata(offset)));
                Answers.await(admin.alterConsumerGroupOffsets(group, moved).all());
            }
            show(committed, targets);
        }
    }

    private Map<TopicPartition, OffsetAndMetadata> committed(Admin admin) {
        Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
        Answers.await(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
                .forEach((partition, offset) ->
                        Optional.ofNullable(offset).ifPresent(known -> committed.put(partition, known)));
        return committed;
    }

    private Set<TopicPartition> wanted(Admin admin, Map<TopicPartition, OffsetAndMetadata> committed) {
        Set<TopicPartition> wanted = new HashSet<>(topics.isEmpty() ? committed.keySet() : Set.of());
        for (String topic : topics) {
            int colon = topic.lastIndexOf(':');
            if (colon < 0) {
                TopicDescription description =
                        Answers.await(admin.describeTopics(List.of(topic)).topicNameValues(), topic);
                description.partitions().forEach(p -> wanted.add(new TopicPartition(topic, p.partition())));
            } else {
                for (String partition : topic.substring(colon + 1).split(",", -1)) {
                    wanted.add(new TopicPartition(topic.substring(0, colon), number(topic, partition)));
                }
            }
        }
        return wanted;
    }

    private static int number(String topic, String partition) {
        try {
            return Integer.parseUnsignedInt(partition);
        } catch (NumberFormatException e) {
            throw new Failure(ExitCode.USAGE, "'" + partition + "' in --topic " + topic + " is not a partition number");
        }
    }

    private void show(Map<TopicPartition, OffsetAndMetadata> committed, Map<TopicPartition, Long> targets) {
        Table table = new Table("topic", "partition", "committed", execute ? "now" : "wouldBe");
        Map<TopicPartition, Long> ordered =
                new TreeMap<>(Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition));
        ordered.putAll(targets);
        ordered.forEach((partition, offset) -> {
            OffsetAndMetadata before = committed.get(partition);
            table.add(
                    partition.topic(),
                    partition.partition(),
                    before == null ? Missing.MISSING : (Object) before.offset(),
                    offset);
        });
        connection.output().show(terminal, table);
    }
}
