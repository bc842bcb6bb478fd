package gossip.cli.record;

import gossip.api.config.SettingType;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Where consuming starts in the assigned partitions. */
sealed interface StartPosition {

    /** The first record there is. */
    record Beginning() implements StartPosition {}

    /** After the last record there is. */
    record End() implements StartPosition {}

    /** One offset in every partition. */
    record At(long offset) implements StartPosition {}

    /** So many records before the end of each partition. */
    record BeforeEnd(long count) implements StartPosition {}

    /** The first record whose timestamp is not earlier. */
    record Since(long timestampMs) implements StartPosition {}

    /** Reads {@code earliest}, {@code latest}, an offset, or a negative number of records before the end. */
    static StartPosition ofOffset(String text) {
        return switch (text) {
            case "earliest" -> new Beginning();
            case "latest" -> new End();
            default -> {
                long number = SettingType.LONG.parse().apply(text);
                yield number < 0 ? new BeforeEnd(-number) : new At(number);
            }
        };
    }

    /** Reads milliseconds since 1970, an ISO date and time with or without zone, or a span before now such as -1h. */
    static StartPosition ofTimestamp(String text, Instant now) {
        if (text.matches("\\d+")) {
            return new Since(Long.parseLong(text));
        }
        if (text.startsWith("-")) {
            Duration ago = SettingType.DURATION.parse().apply(text.substring(1));
            return new Since(now.minus(ago).toEpochMilli());
        }
        try {
            Instant instant = text.matches(".*(Z|[+-]\\d\\d:\\d\\d)")
                    ? Instant.parse(text)
                    : LocalDateTime.parse(text).atZone(ZoneId.systemDefault()).toInstant();
            return new Since(instant.toEpochMilli());
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "expected milliseconds since 1970, a time such as 2026-11-01T12:00:00Z, or a span such as -1h", e);
        }
    }

    /** Moves the consumer there. Asks the cluster where needed. */
    static void seek(StartPosition position, Consumer<byte[], byte[]> consumer) {
        Set<TopicPartition> partitions = consumer.assignment();
        switch (position) {
            case Beginning beginning -> consumer.seekToBeginning(partitions);
            case End end -> consumer.seekToEnd(partitions);
            case At at ->
                // from beyond its end a consumer would be sent back to the beginning
                consumer.endOffsets(partitions)
                        .forEach((partition, end) -> consumer.seek(partition, Math.min(at.offset(), end)));
            case BeforeEnd before -> seekBeforeEnd(before.count(), consumer, partitions);
            case Since since -> seekByTime(since.timestampMs(), consumer, partitions);
        }
    }

    private static void seekBeforeEnd(
            long count, Consumer<byte[], byte[]> consumer, Collection<TopicPartition> partitions) {
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions);
        consumer.endOffsets(partitions)
                .forEach((partition, end) ->
                        consumer.seek(partition, Math.max(beginnings.getOrDefault(partition, 0L), end - count)));
    }

    private static void seekByTime(
            long timestampMs, Consumer<byte[], byte[]> consumer, Collection<TopicPartition> partitions) {
        Map<TopicPartition, Long> times = new HashMap<>();
        partitions.forEach(partition -> times.put(partition, timestampMs));
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(times);
        for (TopicPartition partition : partitions) {
            @Nullable OffsetAndTimestamp first = found.get(partition);
            consumer.seek(partition, first == null ? ends.getOrDefault(partition, 0L) : first.offset());
        }
    }
}
