package gossip.cli.group;

import gossip.cli.cluster.Answers;
import gossip.cli.terminal.ExitCode;
import gossip.cli.terminal.Failure;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where to move committed offsets: one of its options is given. */
final class OffsetMove {
    @Option(names = "--to-earliest", required = true, description = "To the first record.")
    private boolean toEarliest;

    @Option(names = "--to-latest", required = true, description = "To the end.")
    private boolean toLatest;

    @Option(
            names = "--to-datetime",
            required = true,
            paramLabel = "TIME",
            description = "To the first record from a time on, as 2026-11-25T10:00:00.000, with or without a zone.")
    private @Nullable String toDatetime;

    @Option(
            names = "--to-offset",
            required = true,
            paramLabel = "OFFSET",
            description = "To an offset, or as near as there are records.")
    private @Nullable Long toOffset;

    @Option(
            names = "--shift-by",
            required = true,
            paramLabel = "COUNT",
            description = "By that many offsets, back if negative, or as far as there are records.")
    private @Nullable Long shiftBy;

    /** The offset of each partition. */
    Map<TopicPartition, Long> targets(
            Admin admin, Set<TopicPartition> partitions, Map<TopicPartition, OffsetAndMetadata> committed) {
        Map<TopicPartition, Long> first = look(admin, partitions, OffsetSpec.earliest());
        Map<TopicPartition, Long> end = look(admin, partitions, OffsetSpec.latest());
        if (toEarliest) {
            return first;
        }
        if (toLatest) {
            return end;
        }
        Map<TopicPartition, Long> wanted = toDatetime == null
                ? numbers(partitions, committed)
                : look(admin, partitions, OffsetSpec.forTimestamp(millis(toDatetime)));
        Map<TopicPartition, Long> targets = new HashMap<>();
        for (TopicPartition partition : partitions) {
            long least = Objects.requireNonNull(first.get(partition));
            long most = Objects.requireNonNull(end.get(partition));
            long offset = Objects.requireNonNull(wanted.get(partition));
            boolean isAfterAll = toDatetime != null && offset < 0;
            targets.put(partition, isAfterAll ? most : Math.clamp(offset, least, most));
        }
        return targets;
    }

    private Map<TopicPartition, Long> numbers(
            Set<TopicPartition> partitions, Map<TopicPartition, OffsetAndMetadata> committed) {
        Map<TopicPartition, Long> numbers = new HashMap<>();
        for (TopicPartition partition : partitions) {
            if (toOffset != null) {
                numbers.put(partition, toOffset);
            } else {
                long by = shiftBy == null ? 0 : shiftBy;
                OffsetAndMetadata from = Optional.ofNullable(committed.get(partition))
                        .orElseThrow(() -> new Failure(
                                ExitCode.USAGE, "no offset of " + partition + " is committed that could be shifted"));
                numbers.put(partition, from.offset() + by);
            }
        }
        return numbers;
    }

    private static Map<TopicPartition, Long> look(Admin admin, Set<TopicPartition> partitions, OffsetSpec spec) {
        Map<TopicPartition, OffsetSpec> specs = new HashMap<>();
        partitions.forEach(partition -> specs.put(partition, spec));
        Map<TopicPartition, ListOffsetsResultInfo> found =
                Answers.await(admin.listOffsets(specs).all());
        Map<TopicPartition, Long> offsets = new HashMap<>();
        found.forEach((partition, result) -> offsets.put(partition, result.offset()));
        return offsets;
    }

    private static long millis(String time) {
        try {
            return OffsetDateTime.parse(time).toInstant().toEpochMilli();
        } catch (DateTimeParseException withoutZone) {
            return local(time);
        }
    }

    private static long local(String time) {
        try {
            return LocalDateTime.parse(time)
                    .atZone(ZoneId.systemDefault())
                    .toInstant()
                    .toEpochMilli();
        } catch (DateTimeParseException e) {
            throw new Failure(
                    ExitCode.USAGE,
                    "--to-datetime '" + time + "' is not a time; expected one as 2026-11-25T10:00:00.000, with or"
                            + " without a zone");
        }
    }
}
