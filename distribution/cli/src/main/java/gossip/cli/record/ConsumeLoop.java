package gossip.cli.record;

import gossip.cli.terminal.Terminal;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/** Polls and writes until an end is reached, the reader of the output has gone, or the process is told to stop. */
final class ConsumeLoop {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final int STOP_SECONDS = 10;

    private final Consumer<byte[], byte[]> consumer;
    private final RecordWriter writer;
    private final OutputStream out;
    private final End end;
    private final boolean commits;
    private final Map<TopicPartition, Long> ends = new HashMap<>();
    private final Map<TopicPartition, OffsetAndMetadata> written = new HashMap<>();
    private long count;

    /**
     * When to end.
     *
     * @param maxMessages after so many records
     * @param untilEnd at the ends that the partitions had when they were first seen
     * @param timeout when no record came for so long, if given
     */
    record End(long maxMessages, boolean untilEnd, @Nullable Duration timeout) {}

    ConsumeLoop(Consumer<byte[], byte[]> consumer, RecordWriter writer, Terminal terminal, End end, boolean commits) {
        this.consumer = consumer;
        this.writer = writer;
        this.out = new BufferedOutputStream(terminal.out(), 64 * 1024);
        this.end = end;
        this.commits = commits;
    }

    void run() {
        CountDownLatch ended = new CountDownLatch(1);
        Interruption interruption = Interruption.runOnInterrupt(() -> {
            consumer.wakeup();
            awaitEnd(ended);
        });
        try {
            poll();
        } catch (WakeupException e) {
            // The process ends; what was written is committed below.
        } finally {
            commit();
            consumer.close();
            interruption.disarm();
            ended.countDown();
        }
    }

    private void poll() {
        long lastRecordNanos = System.nanoTime();
        while (count < end.maxMessages() && !atEnd()) {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            if (!records.isEmpty()) {
                lastRecordNanos = System.nanoTime();
                if (!write(records)) {
                    return;
                }
                commit();
            } else if (isTimedOut(lastRecordNanos) || StandardOutput.isAbandoned()) {
                return;
            }
        }
    }

    private boolean isTimedOut(long lastRecordNanos) {
        return end.timeout() != null
                && System.nanoTime() - lastRecordNanos > end.timeout().toNanos();
    }

    /** Returns whether somebody still reads the output. */
    private boolean write(ConsumerRecords<byte[], byte[]> records) {
        try {
            for (ConsumerRecord<byte[], byte[]> record : records) {
                if (count == end.maxMessages()) {
                    break;
                }
                writer.write(record, out);
                count++;
                written.put(
                        new TopicPartition(record.topic(), record.partition()),
                        new OffsetAndMetadata(record.offset() + 1));
            }
            out.flush();
            return true;
        } catch (IOException e) {
            written.clear();
            return false;
        }
    }

    private void commit() {
        if (commits && !written.isEmpty()) {
            consumer.commitSync(Map.copyOf(written));
        }
        written.clear();
    }

    private boolean atEnd() {
        if (!end.untilEnd()) {
            return false;
        }
        Set<TopicPartition> assigned = consumer.assignment();
        List<TopicPartition> unseen = assigned.stream()
                .filter(partition -> !ends.containsKey(partition))
                .toList();
        if (!unseen.isEmpty()) {
            ends.putAll(consumer.endOffsets(unseen));
        }
        return !assigned.isEmpty()
                && assigned.stream()
                        .allMatch(partition -> consumer.position(partition) >= ends.getOrDefault(partition, 0L));
    }

    private static void awaitEnd(CountDownLatch ended) {
        try {
            ended.await(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
