package gossip.tck;

import static gossip.tck.Batches.batch;
import static gossip.tck.Batches.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gossip.api.EpochEnd;
import gossip.api.PartitionId;
import gossip.api.RecordSlice;
import gossip.api.record.Codecs;
import gossip.api.storage.AbortedTransaction;
import gossip.api.storage.CompactionOrder;
import gossip.api.storage.LogConfig;
import gossip.api.storage.LogStore;
import gossip.api.storage.OffsetOutOfRangeException;
import gossip.api.storage.PartitionLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link LogStore} has to do. */
public abstract class LogStoreContract {
    private static final PartitionId ID = new PartitionId(new UUID(1, 2), 3);
    private static final int PLENTY = 1 << 20;

    private LogStore store;
    private PartitionLog log;

    /** Called by subclasses. */
    protected LogStoreContract() {}

    /**
     * Opens a store on the same bytes each time within one test.
     *
     * @return a new store; the one before has been closed
     * @throws IOException if that fails
     */
    protected abstract LogStore openStore() throws IOException;

    /**
     * Limits of the logs under test.
     *
     * @return small segments, so that there are several
     */
    protected LogConfig config() {
        return new LogConfig(1 << 14, Long.MAX_VALUE, -1, -1, 256, 0, true, true);
    }

    @BeforeEach
    final void open() throws IOException {
        store = openStore();
        log = store.open(ID, config());
    }

    @AfterEach
    final void close() throws IOException {
        log.close();
        store.close();
    }

    private void reopen() throws IOException {
        close();
        open();
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
    void newLogIsEmpty() throws IOException {
        assertThat(log.id()).isEqualTo(ID);
        assertThat(log.logStartOffset()).isZero();
        assertThat(log.logEndOffset()).isZero();
        assertThat(log.latestLeaderEpoch()).isEqualTo(-1);
        assertThat(readValues(0, 0, PLENTY)).isEmpty();
        assertThat(log.firstBatchSince(0)).isEmpty();
        assertThat(log.batchWithMaxTimestamp()).isEmpty();
        assertThat(log.latestSnapshot()).isEmpty();
    }

    @Test
    void appendedBatchesAreReadBackByteForByte() throws IOException {
        ByteBuffer first = batch(0, "a", "b");
        ByteBuffer second = batch(2, "c");
        ByteBuffer both = ByteBuffer.allocate(first.remaining() + second.remaining());
        both.put(first.duplicate()).put(second.duplicate()).flip();
        log.append(both.duplicate());
        assertThat(log.logEndOffset()).isEqualTo(3);
        try (RecordSlice slice = log.read(0, 3, PLENTY, true)) {
            assertThat(slice.sizeBytes()).isEqualTo(both.remaining());
            assertThat(slice.toBuffer()).isEqualTo(both);
        }
    }

    @Test
    void storeKnowsTheSizeOfALogAlsoWhenItIsClosed() throws IOException {
        assertThat(store.sizeBytes(ID)).isZero();
        fill(3);
        long size = log.sizeBytes();
        assertThat(size).isPositive();
        assertThat(store.sizeBytes(ID)).isEqualTo(size);
        log.close();
        assertThat(store.sizeBytes(ID)).isEqualTo(size);
        store.delete(ID);
        assertThat(store.sizeBytes(ID)).isZero();
    }

    @Test
    void appendLeavesTheBuffersPositionAlone() throws IOException {
        ByteBuffer batch = batch(0, "a");
        log.append(batch);
        assertThat(batch.position()).isZero();
    }

    @Test
    void appendBelowTheEndIsRefused() throws IOException {
        fill(3);
        assertThatThrownBy(() -> log.append(batch(1, "again"))).isInstanceOf(IllegalArgumentException.class);
        assertThat(log.logEndOffset()).isEqualTo(3);
        assertThat(readValues(0, 3, PLENTY)).hasSize(3);
    }

    @Test
    void readBeginsWithTheBatchThatContainsTheOffset() throws IOException {
        log.append(batch(0, "a", "b", "c"));
        log.append(batch(3, "d"));
        assertThat(readValues(2, 4, PLENTY)).containsExactly("a", "b", "c", "d");
        assertThat(readValues(3, 4, PLENTY)).containsExactly("d");
        assertThat(readValues(4, 4, PLENTY)).isEmpty();
    }

    @Test
    void readNeverReachesBeyondTheEndOffset() throws IOException {
        log.append(batch(0, "a"));
        log.append(batch(1, "b", "c"));
        log.append(batch(3, "d"));
        assertThat(readValues(0, 1, PLENTY)).containsExactly("a");
        assertThat(readValues(0, 2, PLENTY)).containsExactly("a");
        assertThat(readValues(0, 3, PLENTY)).containsExactly("a", "b", "c");
    }

    @Test
    void readReturnsAWholeFirstBatchOnlyIfAsked() throws IOException {
        log.append(batch(0, "x".repeat(1000)));
        assertThat(readValues(0, 1, 10)).hasSize(1);
        try (RecordSlice slice = log.read(0, 1, 10, false)) {
            assertThat(slice.sizeBytes()).isLessThanOrEqualTo(10);
        }
    }

    @Test
    void everyOffsetIsFoundAcrossSegments() throws IOException {
        fill(500);
        for (int i = 0; i < 500; i++) {
            assertThat(readValues(i, 500, 1)).containsExactly("value-" + i);
        }
    }

    @Test
    void offsetsOutsideTheLogAreRefused() throws IOException {
        fill(10);
        log.deleteBefore(5);
        assertThatThrownBy(() -> log.read(4, 10, PLENTY, true)).isInstanceOf(OffsetOutOfRangeException.class);
        assertThatThrownBy(() -> log.read(11, 11, PLENTY, true)).isInstanceOf(OffsetOutOfRangeException.class);
    }

    @Test
    void offsetsMayHaveGaps() throws IOException {
        log.append(batch(0, "a"));
        log.append(batch(10, "b"));
        assertThat(log.logEndOffset()).isEqualTo(11);
        assertThat(readValues(5, 11, PLENTY)).containsExactly("b");
    }

    @Test
    void flushedRecordsSurviveReopening() throws IOException {
        fill(300);
        assertThat(log.flush()).isEqualTo(300);
        assertThat(log.recoveryPoint()).isEqualTo(300);
        reopen();
        assertThat(log.logEndOffset()).isEqualTo(300);
        assertThat(readValues(299, 300, PLENTY)).containsExactly("value-299");
        log.append(batch(300, "next"));
        assertThat(readValues(300, 301, PLENTY)).containsExactly("next");
    }

    @Test
    void timesAreFound() throws IOException {
        log.append(batch(0, 0, 100, "a"));
        log.append(batch(1, 0, 300, "b"));
        log.append(batch(2, 0, 200, "c"));
        log.append(batch(3, 0, 300, "d"));
        assertThat(log.firstBatchSince(0)).hasValue(0);
        assertThat(log.firstBatchSince(101)).hasValue(1);
        assertThat(log.firstBatchSince(300)).hasValue(1);
        assertThat(log.firstBatchSince(301)).isEmpty();
        assertThat(log.batchWithMaxTimestamp()).hasValue(1);
    }

    @Test
    void epochsEndWhereTheNextBegins() throws IOException {
        log.append(batch(0, 1, 0, "a", "b"));
        log.append(batch(2, 4, 0, "c"));
        log.flush();
        reopen();
        assertThat(log.latestLeaderEpoch()).isEqualTo(4);
        assertThat(log.endOfEpoch(0)).isEmpty();
        assertThat(log.endOfEpoch(1)).contains(new EpochEnd(1, 2));
        assertThat(log.endOfEpoch(3)).contains(new EpochEnd(1, 2));
        assertThat(log.endOfEpoch(4)).contains(new EpochEnd(4, 3));
        assertThat(log.endOfEpoch(9)).contains(new EpochEnd(4, 3));
    }

    @Test
    void truncatedRecordsAreGone() throws IOException {
        fill(300);
        log.truncateTo(120);
        assertThat(log.logEndOffset()).isEqualTo(120);
        log.append(batch(120, "other"));
        assertThat(readValues(119, 121, PLENTY)).containsExactly("value-119", "other");
        log.flush();
        reopen();
        assertThat(readValues(120, 121, PLENTY)).containsExactly("other");
    }

    @Test
    void resetLogStartsAnew() throws IOException {
        fill(30);
        log.resetTo(1000);
        assertThat(log.logStartOffset()).isEqualTo(1000);
        assertThat(log.logEndOffset()).isEqualTo(1000);
        log.append(batch(1000, "a"));
        assertThat(readValues(1000, 1001, PLENTY)).containsExactly("a");
    }

    @Test
    void recordsBelowTheStartStayHiddenAfterReopening() throws IOException {
        fill(300);
        log.deleteBefore(150);
        log.flush();
        reopen();
        assertThat(log.logStartOffset()).isEqualTo(150);
        assertThat(readValues(150, 151, PLENTY)).contains("value-150");
    }

    @Test
    void aSliceOutlivesTheRecordsItShows() throws IOException {
        fill(300);
        try (RecordSlice slice = log.read(0, 300, PLENTY, true)) {
            log.deleteBefore(300);
            assertThat(values(slice.toBuffer())).startsWith("value-0");
        }
    }

    @Test
    void retentionDeletesTheOldestFirst() throws IOException {
        fill(500);
        log.configure(new LogConfig(1 << 14, Long.MAX_VALUE, 1 << 14, -1, 256, 0, true, false));
        long before = log.sizeBytes();
        long freed = log.applyRetention(0, 500);
        assertThat(freed).isPositive().isEqualTo(before - log.sizeBytes());
        assertThat(log.logStartOffset()).isPositive();
        assertThat(readValues(499, 500, PLENTY)).containsExactly("value-499");
    }

    @Test
    void retentionKeepsWhatIsNotCommitted() throws IOException {
        fill(500);
        log.configure(new LogConfig(1 << 14, Long.MAX_VALUE, 0, -1, 256, 0, true, false));
        log.applyRetention(0, 0);
        assertThat(log.logStartOffset()).isZero();
    }

    @Test
    void newestSnapshotIsFoundAfterReopening() throws IOException {
        fill(20);
        log.saveSnapshot(5, ByteBuffer.wrap(new byte[] {1}));
        log.saveSnapshot(20, ByteBuffer.wrap(new byte[] {2, 3}));
        log.flush();
        reopen();
        PartitionLog.StateSnapshot newest = log.latestSnapshot().orElseThrow();
        assertThat(newest.offset()).isEqualTo(20);
        assertThat(newest.state()).isEqualTo(ByteBuffer.wrap(new byte[] {2, 3}));
    }

    @Test
    void snapshotsBeyondTheEndAreNotUsed() throws IOException {
        fill(20);
        log.saveSnapshot(5, ByteBuffer.wrap(new byte[] {1}));
        log.saveSnapshot(20, ByteBuffer.wrap(new byte[] {2}));
        log.truncateTo(10);
        assertThat(log.latestSnapshot().orElseThrow().offset()).isEqualTo(5);
    }

    @Test
    void abortedTransactionsAreFoundByTheirRecords() throws IOException {
        fill(30);
        assertThat(log.newestAborted()).isEqualTo(-1);
        assertThat(log.abortedTransactions(0, 30)).isEmpty();
        AbortedTransaction first = new AbortedTransaction(7, 2, 9, 4);
        AbortedTransaction second = new AbortedTransaction(8, 4, 12, 13);
        AbortedTransaction third = new AbortedTransaction(7, 20, 25, 26);
        log.noteAborted(first);
        log.noteAborted(second);
        log.noteAborted(third);
        assertThat(log.newestAborted()).isEqualTo(25);
        assertThat(log.abortedTransactions(0, 30)).containsExactly(first, second, third);
        assertThat(log.abortedTransactions(10, 20)).containsExactly(second);
        assertThat(log.abortedTransactions(9, 21)).containsExactly(first, second, third);
        assertThat(log.abortedTransactions(0, 2)).isEmpty();
        assertThat(log.abortedTransactions(13, 20)).isEmpty();
        assertThat(log.abortedTransactions(26, 30)).isEmpty();
    }

    @Test
    void abortedTransactionIsNotedOnce() throws IOException {
        fill(10);
        AbortedTransaction transaction = new AbortedTransaction(7, 2, 9, 10);
        log.noteAborted(transaction);
        log.noteAborted(transaction);
        log.noteAborted(new AbortedTransaction(8, 1, 5, 2));
        assertThat(log.abortedTransactions(0, 10)).containsExactly(transaction);
    }

    @Test
    void abortedTransactionsSurviveReopening() throws IOException {
        fill(10);
        AbortedTransaction transaction = new AbortedTransaction(7, 2, 9, 10);
        log.noteAborted(transaction);
        log.flush();
        reopen();
        assertThat(log.newestAborted()).isEqualTo(9);
        assertThat(log.abortedTransactions(0, 10)).containsExactly(transaction);
    }

    @Test
    void truncationForgetsAbortedTransactions() throws IOException {
        fill(30);
        AbortedTransaction kept = new AbortedTransaction(7, 2, 9, 10);
        log.noteAborted(kept);
        log.noteAborted(new AbortedTransaction(8, 12, 20, 21));
        log.truncateTo(15);
        assertThat(log.newestAborted()).isEqualTo(9);
        assertThat(log.abortedTransactions(0, 30)).containsExactly(kept);
        log.append(batch(15, "next"));
        AbortedTransaction again = new AbortedTransaction(8, 12, 15, 16);
        log.noteAborted(again);
        assertThat(log.abortedTransactions(0, 30)).containsExactly(kept, again);
        log.resetTo(100);
        assertThat(log.newestAborted()).isEqualTo(-1);
        assertThat(log.abortedTransactions(0, 200)).isEmpty();
    }

    @Test
    void abortedTransactionsOfManyDeletedRecordsAreDropped() throws IOException {
        fill(3000);
        for (int i = 0; i < 3000; i++) {
            log.noteAborted(new AbortedTransaction(i, i, i, i + 1));
        }
        log.flush();
        log.deleteBefore(2990);
        assertThat(log.newestAborted()).isEqualTo(2999);
        assertThat(log.abortedTransactions(2990, 3000)).hasSize(10);
        reopen();
        assertThat(log.abortedTransactions(2995, 2997))
                .extracting(AbortedTransaction::producerId)
                .containsExactly(2995L, 2996L);
    }

    @Test
    void compactionKeepsAbortedTransactions() throws IOException {
        fill(2000);
        AbortedTransaction transaction = new AbortedTransaction(7, 2, 9, 10);
        log.noteAborted(transaction);
        log.compact(CompactionOrder.of(2000, Codecs.NONE, Long.MAX_VALUE));
        assertThat(log.abortedTransactions(0, 2000)).containsExactly(transaction);
    }

    @Test
    void partitionsAreListedAndDeleted() throws IOException {
        fill(1);
        log.flush();
        assertThat(store.partitions()).containsExactly(ID);
        log.close();
        store.delete(ID);
        assertThat(store.partitions()).isEmpty();
        store.delete(ID);
        log = store.open(ID, config());
        assertThat(log.logEndOffset()).isZero();
    }
}
