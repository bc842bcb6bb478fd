package gossip.storage.segment.log;

import static gossip.storage.segment.log.LogFixture.ID;
import static gossip.storage.segment.log.LogFixture.batch;
import static org.assertj.core.api.Assertions.assertThat;

import gossip.api.RecordSlice;
import gossip.api.record.Codecs;
import gossip.api.record.RecordBatch;
import gossip.api.storage.OffsetOutOfRangeException;
import gossip.api.storage.PartitionLog;
import gossip.storage.segment.file.NioFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Readers and flushes beside a writer that appends, truncates, deletes and compacts. */
class ConcurrentReadTest {
    private final AtomicLong highWatermark = new AtomicLong();
    private final AtomicBoolean done = new AtomicBoolean();

    @Test
    void committedRecordsAreAlwaysReadWhole(@TempDir Path directory) throws Exception {
        PartitionLog log = LogFixture.store(new NioFiles(), directory).open(ID, LogFixture.config(4096));
        ExecutorService beside = Executors.newFixedThreadPool(4);
        try {
            List<Future<Long>> readers = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                Random random = new Random(i);
                readers.add(beside.submit(() -> read(log, random)));
            }
            Future<Long> flushes = beside.submit(() -> flush(log));
            Future<Long> compactions = beside.submit(() -> compact(log));
            write(log, new Random(7));
            done.set(true);
            assertThat(compactions.get(20, TimeUnit.SECONDS)).isPositive();
            assertThat(flushes.get(20, TimeUnit.SECONDS)).isPositive();
            for (Future<Long> reader : readers) {
                assertThat(reader.get(20, TimeUnit.SECONDS)).isPositive();
            }
        } finally {
            done.set(true);
            beside.shutdownNow();
        }
        log.close();
    }

    private void write(PartitionLog log, Random random) throws IOException {
        for (int i = 0; i < 1500; i++) {
            log.append(batch(log.logEndOffset(), 0, i, 1 + random.nextInt(3), random.nextInt(300)));
            switch (random.nextInt(60)) {
                case 0 -> log.truncateTo(Math.max(highWatermark.get(), log.logEndOffset() - 10));
                case 1 -> log.deleteBefore(Math.max(log.logStartOffset(), highWatermark.get() - 100));
                case 2, 3, 4, 5, 6, 7, 8, 9, 10 -> highWatermark.set(log.logEndOffset());
                default -> {
                    // most of the time there are only appends
                }
            }
        }
    }

    private long compact(PartitionLog log) throws IOException {
        long count = 0;
        while (!done.get() || count == 0) {
            LogFixture.compact(log, highWatermark.get(), Codecs.NONE, count);
            count++;
        }
        return count;
    }

    private long flush(PartitionLog log) throws IOException {
        long count = 0;
        while (!done.get() || count == 0) {
            log.flush();
            count++;
        }
        return count;
    }

    private long read(PartitionLog log, Random random) throws IOException {
        long count = 0;
        while (!done.get() || count == 0) {
            // in this order, for the start never passes the high watermark
            long start = log.logStartOffset();
            long end = highWatermark.get();
            long offset = end > start ? start + random.nextLong(end - start) : start;
            try (RecordSlice slice = log.read(offset, end, 1000, true)) {
                check(slice, offset, end);
                count++;
            } catch (OffsetOutOfRangeException e) {
                // deleted in the meantime, or compared with a newer start
                assertThat(offset).isLessThan(log.logStartOffset());
            }
        }
        return count;
    }

    private static void check(RecordSlice slice, long offset, long end) throws IOException {
        if (slice.sizeBytes() > 0) {
            ByteBuffer bytes = slice.toBuffer();
            RecordBatch first = RecordBatch.at(bytes, 0);
            assertThat(first.isIntact()).isTrue();
            assertThat(first.lastOffset()).isGreaterThanOrEqualTo(offset).isLessThan(end);
        } else {
            assertThat(offset).isEqualTo(end);
        }
    }
}
