package gossip.tck;

import static gossip.tck.Batches.batch;
import static gossip.tck.Batches.tombstone;
import static gossip.tck.Batches.values;
import static org.assertj.core.api.Assertions.assertThat;

import gossip.api.PartitionId;
import gossip.api.RecordSlice;
import gossip.api.record.Codecs;
import gossip.api.record.NewRecord;
import gossip.api.record.RecordBatch;
import gossip.api.record.RecordBatchBuilder;
import gossip.api.record.TransactionMarker;
import gossip.api.storage.AbortedTransaction;
import gossip.api.storage.Compacted;
import gossip.api.storage.CompactionNeed;
import gossip.api.storage.CompactionOrder;
import gossip.api.storage.LogConfig;
import gossip.api.storage.LogStore;
import gossip.api.storage.PartitionLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the logs of every {@link LogStore} have to do with {@code cleanup.policy=compact}. */
public abstract class CompactionContract {
    private static final PartitionId ID = new PartitionId(new UUID(1, 2), 3);
    private static final int PLENTY = 1 << 20;

    private LogStore store;
    private PartitionLog log;

    /** Called by subclasses. */
    protected CompactionContract() {}

    /**
     * Opens an empty store.
     *
     * @return a new store
     * @throws IOException if that fails
     */
    protected abstract LogStore openStore() throws IOException;

    @BeforeEach
    final void open() throws IOException {
        store = openStore();
        log = store.open(ID, new LogConfig(1 << 14, Long.MAX_VALUE, -1, -1, 256, 0, true, true));
    }

    @AfterEach
    final void close() throws IOException {
        log.close();
        store.close();
    }

    private List<String> readValues(long offset, long end, int maxBytes) throws IOException {
        try (RecordSlice slice = log.read(offset, end, maxBytes, true)) {
            return values(slice.toBuffer());
        }
    }

    private void fill(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            log.append(batch(i, "value-" + i));
        }
    }

    @Test
    void compactionKeepsTheNewestOfEachKey() throws IOException {
        fill(2000);
        Compacted compacted = log.compact(CompactionOrder.of(2000, Codecs.NONE, Long.MAX_VALUE));
        assertThat(compacted.bytesFreed()).isPositive();
        assertThat(compacted.bytesRead()).isPositive();
        assertThat(log.logEndOffset()).isEqualTo(2000);
        assertThat(scanValues(0, 2000)).endsWith("value-1999").hasSizeLessThan(2000);
        log.append(batch(2000, "next"));
        assertThat(readValues(2000, 2001, PLENTY)).containsExactly("next");
    }

    @Test
    void everyOffsetCanBeReadFromAfterCompaction() throws IOException {
        fill(2000);
        log.compact(CompactionOrder.of(2000, Codecs.NONE, Long.MAX_VALUE));
        for (int offset = 0; offset < 2000; offset += 7) {
            assertThat(scanValues(offset, 2000)).endsWith("value-1999");
        }
    }

    @Test
    void theNeedForCompactionIsGoneAfterIt() throws IOException {
        fill(2000);
        CompactionNeed before = log.compactionNeed(2000, 5000);
        assertThat(before.dirtyBytes()).isPositive();
        assertThat(before.cleanBytes()).isZero();
        assertThat(before.dirtyRatio()).isEqualTo(1);
        assertThat(log.compactionNeed(0, 5000).dirtyBytes()).isZero();
        log.compact(CompactionOrder.of(2000, Codecs.NONE, 5000));
        assertThat(log.compactionNeed(2000, 5000).dirtyBytes()).isZero();
        log.configure(new LogConfig(1 << 14, Long.MAX_VALUE, -1, -1, 256, 0, true, false));
        assertThat(log.compactionNeed(2000, 5000)).isEqualTo(CompactionNeed.NONE);
    }

    @Test
    void recordsThatAreYoungerThanTheLagAreLeftAlone() throws IOException {
        fill(2000);
        LogConfig lagging = new LogConfig(
                1 << 14,
                Long.MAX_VALUE,
                0,
                -1,
                -1,
                256,
                false,
                true,
                new LogConfig.CompactionLimits(1000, Long.MAX_VALUE, 0));
        log.configure(lagging);
        log.compact(CompactionOrder.of(2000, Codecs.NONE, 2000));
        List<String> left = scanValues(0, 2000);
        assertThat(left).hasSizeLessThan(1999);
        assertThat(left).contains("value-1001", "value-1500", "value-1999");
    }

    @Test
    void tombstonesStayForTheirTimeAfterTheCompactionThatFirstSawThem() throws IOException {
        log.configure(new LogConfig(1 << 14, Long.MAX_VALUE, -1, -1, 256, 1000, false, true));
        log.append(tombstone(0, "gone"));
        for (int i = 1; i < 1000; i++) {
            log.append(batch(i, "value-" + i));
        }
        assertThat(log.compactionNeed(1000, 50_000).removableSinceMs()).isEqualTo(Long.MAX_VALUE);
        log.compact(CompactionOrder.of(1000, Codecs.NONE, 50_000));
        assertThat(tombstones()).isEqualTo(1);
        assertThat(log.compactionNeed(1000, 50_000).removableSinceMs()).isEqualTo(51_000);
        log.compact(CompactionOrder.of(1000, Codecs.NONE, 50_999));
        assertThat(tombstones()).isEqualTo(1);
        log.compact(CompactionOrder.of(1000, Codecs.NONE, 51_000));
        assertThat(tombstones()).isZero();
        assertThat(log.compactionNeed(1000, 51_000).removableSinceMs()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void compactionRemovesTheRecordsOfAbortedTransactionsAndNoOthers() throws IOException {
        log.append(batch(0, "before"));
        log.append(transactional(1, 7, "aborted"));
        log.append(transactional(2, 8, "committed"));
        log.append(marker(3, 7, false));
        log.noteAborted(new AbortedTransaction(7, 1, 3, 2));
        log.append(marker(4, 8, true));
        for (int i = 5; i < 1000; i++) {
            log.append(Batches.keyed(i, "other", "value-" + i));
        }
        log.compact(CompactionOrder.of(1000, Codecs.NONE, 1));
        List<String> left = scanValues(0, 1000);
        assertThat(left).contains("committed", "value-999").doesNotContain("aborted");
        assertThat(left).doesNotContain("before");
        assertThat(log.newestAborted()).isEqualTo(3);
    }

    private static ByteBuffer transactional(long offset, long producerId, String value) throws IOException {
        return new RecordBatchBuilder()
                .baseOffset(offset)
                .leaderEpoch(0)
                .producer(producerId, (short) 0, 0)
                .transactional()
                .add(NewRecord.of(offset, "key", value))
                .build();
    }

    private static ByteBuffer marker(long offset, long producerId, boolean committed) {
        ByteBuffer marker = new TransactionMarker(committed, 0).batch(producerId, (short) 0, offset);
        RecordBatch.at(marker, 0).assign(offset, 0);
        return marker;
    }

    private long tombstones() throws IOException {
        long count = 0;
        long next = 0;
        while (next < log.logEndOffset()) {
            try (RecordSlice slice = log.read(next, log.logEndOffset(), PLENTY, true)) {
                ByteBuffer batches = slice.toBuffer();
                count += Batches.records(batches).stream()
                        .filter(record -> record.value().isEmpty())
                        .count();
                for (int at = 0;
                        at < batches.limit();
                        at = RecordBatch.at(batches, at).end()) {
                    next = RecordBatch.at(batches, at).nextOffset();
                }
            }
        }
        return count;
    }

    /** Reads slice after slice; one slice need not reach over what an implementation keeps apart. */
    private List<String> scanValues(long offset, long end) throws IOException {
        List<String> found = new ArrayList<>();
        long next = offset;
        while (next < end) {
            try (RecordSlice slice = log.read(next, end, PLENTY, true)) {
                ByteBuffer batches = slice.toBuffer();
                found.addAll(values(batches));
                for (int at = 0;
                        at < batches.limit();
                        at = RecordBatch.at(batches, at).end()) {
                    next = RecordBatch.at(batches, at).nextOffset();
                }
            }
        }
        return found;
    }
}
