package gossip.cli.record;

import gossip.cli.cluster.Connection;
import gossip.cli.terminal.ExitCode;
import gossip.cli.terminal.Failure;
import gossip.cli.terminal.Output;
import gossip.cli.terminal.Terminal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes the records of a topic to standard output. */
@Command(
        name = "consume",
        description = {
            "Write the records of a topic to standard output, by default the new ones only.",
            "Runs until Ctrl-C unless told when to end."
        },
        footerHeading = "%nPlaceholders of --format:%n",
        footer = {
            "  %%k key  %%v value  %%t topic  %%p partition  %%o offset  %%h headers",
            "  %%T timestamp in ms  %%D timestamp as a date  %%K size of the key  %%S size of the value  %%%% a"
                    + " percent sign",
            "  \\n \\t \\r \\0 \\\\ as usual; a line end is added when the format has none."
        })
public final class ConsumeCommand implements Runnable {
    private static final int FETCH_BYTES = 8 << 20;

    private final Terminal terminal;

    @Mixin
    private Connection connection = new Connection();

    @Parameters(paramLabel = "TOPIC", description = "Name of the topic.")
    private String topic = "";

    @Option(names = "--from-beginning", description = "Start with the first record there is.")
    private boolean fromBeginning;

    @Option(
            names = "--offset",
            paramLabel = "OFFSET",
            description = "Start at this offset, at earliest or latest, or (negative) so many records before the end.")
    private @Nullable String offset;

    @Option(
            names = "--timestamp",
            paramLabel = "TIME",
            description = "Start with the first record from that time: 2026-11-01T12:00:00Z, ms since 1970, or -1h.")
    private @Nullable String timestamp;

    @Option(
            names = {"-p", "--partition"},
            paramLabel = "N",
            description = "Only this partition; may be repeated.")
    private List<Integer> partitions = new ArrayList<>();

    @Option(
            names = {"-g", "--group"},
            paramLabel = "GROUP",
            description = "Consume as a member of this group, and commit what has been written.")
    private @Nullable String group;

    @Option(
            names = {"-n", "--max-messages"},
            paramLabel = "N",
            description = "End after so many records.")
    private long maxMessages = Long.MAX_VALUE;

    @Option(
            names = {"-e", "--until-end"},
            description = "End at the last record there is at the start.")
    private boolean untilEnd;

    @Option(names = "--timeout", paramLabel = "TIME", description = "End when no record came for so long, such as 5s.")
    private @Nullable Duration timeout;

    @Option(names = "--format", paramLabel = "FORMAT", description = "Form of each record (default: %%v).")
    private String format = "%v";

    /**
     * Creates the command.
     *
     * @param terminal its streams
     */
    public ConsumeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        RecordWriter writer = connection.output() == Output.JSON ? new JsonRecords() : formatted();
        StartPosition start = start();
        try (KafkaConsumer<byte[], byte[]> consumer = connection.consumer(consumerProperties())) {
            List<TopicPartition> assigned = requirePartitions(consumer);
            if (group == null) {
                consumer.assign(assigned);
                StartPosition.seek(start, consumer);
            } else {
                consumer.subscribe(List.of(topic));
            }
            new ConsumeLoop(
                            consumer,
                            writer,
                            terminal,
                            new ConsumeLoop.End(maxMessages, untilEnd, timeout),
                            group != null)
                    .run();
        }
    }

    private RecordWriter formatted() {
        try {
            return new FormattedRecords(format);
        } catch (IllegalArgumentException e) {
            throw new Failure(ExitCode.USAGE, "--format: " + e.getMessage());
        }
    }

    private StartPosition start() {
        int given = (fromBeginning ? 1 : 0) + (offset != null ? 1 : 0) + (timestamp != null ? 1 : 0);
        if (given > 1) {
            throw new Failure(ExitCode.USAGE, "give only one of --from-beginning, --offset and --timestamp");
        }
        if (group != null && (offset != null || timestamp != null || !partitions.isEmpty())) {
            throw new Failure(
                    ExitCode.USAGE,
                    "--group starts where the group left off and shares the partitions out:"
                            + " leave out --offset, --timestamp and --partition");
        }
        try {
            if (offset != null) {
                return StartPosition.ofOffset(offset);
            }
            if (timestamp != null) {
                return StartPosition.ofTimestamp(timestamp, Instant.now());
            }
        } catch (IllegalArgumentException e) {
            throw new Failure(ExitCode.USAGE, (offset != null ? "--offset: " : "--timestamp: ") + e.getMessage());
        }
        return fromBeginning ? new StartPosition.Beginning() : new StartPosition.End();
    }

    private Map<String, Object> consumerProperties() {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("max.partition.fetch.bytes", FETCH_BYTES);
        properties.put("max.poll.records", 5_000);
        if (group != null) {
            properties.put("group.id", group);
            properties.put("auto.offset.reset", fromBeginning ? "earliest" : "latest");
        } else {
            properties.put("auto.offset.reset", "earliest");
        }
        return properties;
    }

    private List<TopicPartition> requirePartitions(KafkaConsumer<byte[], byte[]> consumer) {
        @Nullable List<PartitionInfo> known = consumer.partitionsFor(topic);
        if (known == null || known.isEmpty()) {
            throw new Failure(
                    ExitCode.NOT_FOUND, "topic " + topic + " does not exist; those that do: gossip topic list");
        }
        List<Integer> wanted = partitions.isEmpty()
                ? known.stream().map(PartitionInfo::partition).toList()
                : partitions;
        for (int partition : wanted) {
            if (known.stream().noneMatch(one -> one.partition() == partition)) {
                throw new Failure(
                        ExitCode.NOT_FOUND,
                        "topic " + topic + " has no partition " + partition + "; it has " + known.size()
                                + ", counted from 0");
            }
        }
        return wanted.stream()
                .map(partition -> new TopicPartition(topic, partition))
                .toList();
    }
}
