package gossip.api.storage;

import gossip.api.EpochEnd;
import gossip.api.PartitionId;
import gossip.api.RecordSlice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The log of one partition: record batches by offset. One thread at a time calls the methods marked <i>writer</i>; all
 * others may be called from any thread at the same time.
 *
 * <p>After an {@link IOException} from a writer method that is not a {@link DiskFullException} the log takes no more writes
 * ({@link LogFailedException}) until it is closed and opened again; reads go on. A {@link DiskFullException} leaves the log
 * as it was before the call, and the call may be tried again when there is space.
 */
public interface PartitionLog extends AutoCloseable {
    /**
     * The partition.
     *
     * @return its id
     */
    PartitionId id();

    /**
     * First offset that can be read.
     *
     * @return inclusive
     */
    long logStartOffset();

    /**
     * The offset that the next record gets.
     *
     * @return exclusive end of the log
     */
    long logEndOffset();

    /**
     * All records below this offset have been flushed.
     *
     * @return exclusive
     */
    long recoveryPoint();

    /**
     * Bytes of all segments.
     *
     * @return bytes
     */
    long sizeBytes();

    /**
     * <i>Writer.</i> Appends whole, valid batches whose offsets and leader epochs are assigned: the first base offset is not
     * below {@link #logEndOffset}, and they ascend. All or nothing.
     *
     * @param batches from position to limit; its position is not moved; not kept after the call
     * @throws DiskFullException if there is no space; nothing was appended
     * @throws IOException if the disk fails
     */
    void append(ByteBuffer batches) throws IOException;

    /**
     * Reads batches from the one that contains an offset on. May block on the disk.
     *
     * @param offset between {@link #logStartOffset} and {@code endOffset}
     * @param endOffset exclusive: no batch that reaches beyond it is returned (the high watermark or last stable offset)
     * @param maxBytes the most bytes to return
     * @param atLeastOneBatch whether the first batch is returned whole even if it is larger than {@code maxBytes}
     * @return a slice, empty when there is nothing in that range; it may end within a batch because of {@code maxBytes}
     * @throws OffsetOutOfRangeException if {@code offset} is not in the log
     * @throws IOException if the disk fails
     */
    RecordSlice read(long offset, long endOffset, int maxBytes, boolean atLeastOneBatch) throws IOException;

    /**
     * The first batch, in offset order, with a record of that time or later. May block.
     *
     * @param timestampMs ms since 1970
     * @return base offset of that batch; empty if there is none
     * @throws IOException if the disk fails
     */
    OptionalLong firstBatchSince(long timestampMs) throws IOException;

    /**
     * The batch with the largest timestamp in the log, the first of them if there are several. May block.
     *
     * @return base offset of that batch; empty for an empty log
     * @throws IOException if the disk fails
     */
    OptionalLong batchWithMaxTimestamp() throws IOException;

    /**
     * Where an epoch ends (KIP-101): the largest epoch in the log not above the one asked for, with the start offset of the
     * next epoch or, for the newest, the log end offset.
     *
     * @param leaderEpoch the epoch asked for
     * @return empty if the log has no epoch up to that one
     */
    Optional<EpochEnd> endOfEpoch(int leaderEpoch);

    /**
     * Epoch of the newest batch.
     *
     * @return -1 for a log that never had one
     */
    int latestLeaderEpoch();

    /**
     * <i>Writer.</i> Removes records from an offset on.
     *
     * @param offset the new {@link #logEndOffset}, or above it for no effect
     * @throws IOException if the disk fails
     */
    void truncateTo(long offset) throws IOException;

    /**
     * <i>Writer.</i> Removes everything and starts anew at an offset, as a follower does that fell behind the leader's start.
     *
     * @param offset the new start and end
     * @throws IOException if the disk fails
     */
    void resetTo(long offset) throws IOException;

    /**
     * <i>Writer.</i> Hides records below an offset at once and durably; segments that are hidden whole are deleted.
     *
     * @param offset the new {@link #logStartOffset}, at most {@link #logEndOffset}; below the present one for no effect
     * @throws IOException if the disk fails
     */
    void deleteBefore(long offset) throws IOException;

    /**
     * <i>Writer.</i> Deletes segments that the time or size limit allows to be deleted.
     *
     * @param nowMs ms since 1970
     * @param endOffset nothing at or above it is deleted (the high watermark)
     * @return bytes freed
     * @throws IOException if the disk fails
     */
    long applyRetention(long nowMs, long endOffset) throws IOException;

    /**
     * How much the log needs to be compacted. Any thread; it may read a header from the disk.
     *
     * @param endOffset nothing at or above it could be touched
     * @param nowMs ms since 1970
     * @return {@link CompactionNeed#NONE} if {@code cleanup.policy} does not contain compact
     * @throws IOException if the disk fails
     */
    CompactionNeed compactionNeed(long endOffset, long nowMs) throws IOException;

    /**
     * Keeps, in closed segments below an offset, only the newest record of each key; see {@code cleanup.policy=compact}.
     * Offsets stay. Records without a key go, as do those of aborted transactions; tombstones and the markers of
     * transactions of which nothing is left stay for {@code delete.retention.ms} after the compaction that first saw them
     * (KIP-534). Runs beside the writer, as {@link #flush} does, and may block long; one compaction of a log at a time. What
     * is cut off, deleted or closed meanwhile is left as that made it: the compaction then frees less, and what it did not
     * do is left for the next one.
     *
     * @param order up to where, and how
     * @return what was done
     * @throws LogFailedException if the log is closed or has failed before
     * @throws CorruptLogException if records are damaged; the log is then as it was
     * @throws IOException if the disk fails, or the order's pace ends it; what was compacted before that stays so
     */
    Compacted compact(CompactionOrder order) throws IOException;

    /**
     * Makes everything appended so far durable; runs beside the writer. May block long.
     *
     * @return the new {@link #recoveryPoint}
     * @throws IOException if the disk fails: the log then counts as failed, for what was written may be lost
     */
    long flush() throws IOException;

    /**
     * Stores a snapshot of the state derived from the records below an offset (idempotent producers). Older snapshots but
     * one may be dropped.
     *
     * @param offset exclusive end of the records that the snapshot covers
     * @param state opaque bytes, from position to limit
     * @throws IOException if the disk fails
     */
    void saveSnapshot(long offset, ByteBuffer state) throws IOException;

    /**
     * The newest intact snapshot not beyond the log's end.
     *
     * @return empty if there is none
     * @throws IOException if the disk fails
     */
    Optional<StateSnapshot> latestSnapshot() throws IOException;

    /**
     * <i>Writer.</i> Notes that a transaction was aborted. No effect if one with the same marker or a later one is noted
     * already. What is noted is as durable as a snapshot after {@link #flush} or {@link #saveSnapshot}; after a loss of
     * power notes may be missing at the end, never between others.
     *
     * @param transaction its marker is in the log
     * @throws DiskFullException if there is no space; it is not noted
     * @throws IOException if the disk fails
     */
    void noteAborted(AbortedTransaction transaction) throws IOException;

    /**
     * The noted transactions that may have records in a range. May block on the disk.
     *
     * @param fromOffset first offset of the range
     * @param endOffset exclusive end of the range
     * @return by the offset of their markers
     * @throws IOException if the disk fails
     */
    List<AbortedTransaction> abortedTransactions(long fromOffset, long endOffset) throws IOException;

    /**
     * The newest marker that was noted. Never blocks.
     *
     * @return offset of the marker; -1 if none is noted
     */
    long newestAborted();

    /**
     * <i>Writer.</i> Changes the limits of the log.
     *
     * @param config new limits; segments already closed stay as they are
     */
    void configure(LogConfig config);

    /** <i>Writer.</i> Closes the log without flushing. Open slices stay readable. */
    @Override
    void close() throws IOException;

    /**
     * A stored snapshot.
     *
     * @param offset exclusive end of the records that it covers
     * @param state opaque bytes
     */
    record StateSnapshot(long offset, ByteBuffer state) {}
}
