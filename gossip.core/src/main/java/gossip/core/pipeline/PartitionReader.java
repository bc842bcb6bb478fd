package gossip.core.pipeline;

import gossip.api.EpochEnd;
import gossip.api.ErrorCode;
import gossip.api.RecordSlice;
import gossip.api.broker.Records.FetchPartition;
import gossip.api.broker.Records.Fetched;
import gossip.api.storage.CorruptLogException;
import gossip.api.storage.OffsetOutOfRangeException;
import gossip.api.storage.PartitionLog;
import gossip.core.partition.PartitionRuntime;
import gossip.core.partition.Place;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;

/** Reads what a fetch wants of one partition. Reader threads, but for {@link #atTail}. */
final class PartitionReader {
    private static final Logger LOG = System.getLogger(PartitionReader.class.getName());

    private final PartitionAccess access;

    PartitionReader(PartitionAccess access) {
        this.access = access;
    }

    /** The answer without records, or the error, of a target that needs no disk. Any thread; never blocks. */
    static Fetched atTail(FetchTarget target) {
        return switch (target.place()) {
            case Place.Absent absent -> Fetched.failed(target.wanted().partition(), absent.error());
            case PartitionRuntime partition -> {
                PartitionLog log = partition.log();
                // Not its present value: it may have moved since it was compared.
                target.seen(target.wanted().fetchOffset());
                long end = log == null ? -1 : target.endOf(partition);
                long highWatermark =
                        log == null ? -1 : partition.highWatermark().value();
                yield new Fetched(
                        target.wanted().partition(),
                        ErrorCode.NONE,
                        highWatermark,
                        end,
                        log == null ? -1 : log.logStartOffset(),
                        Optional.empty(),
                        RecordSlice.EMPTY);
            }
        };
    }

    Fetched read(FetchTarget target, int maxBytes, boolean atLeastOneBatch) {
        try {
            return open(target) ? readOpen(target, maxBytes, atLeastOneBatch) : atTail(target);
        } catch (IOException e) {
            if (!(e instanceof CorruptLogException)) {
                LOG.log(Level.WARNING, "cannot read " + target.wanted().partition() + ": " + e.getMessage());
            }
            return Fetched.failed(target.wanted().partition(), ErrorCode.KAFKA_STORAGE_ERROR);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "reading " + target.wanted().partition() + " failed in a way it never should", e);
            return Fetched.failed(target.wanted().partition(), ErrorCode.UNKNOWN_SERVER_ERROR);
        }
    }

    private boolean open(FetchTarget target) throws IOException {
        if (target.place() instanceof PartitionRuntime partition && partition.log() == null) {
            target.place(access.open(partition));
        }
        return target.place() instanceof PartitionRuntime;
    }

    private Fetched readOpen(FetchTarget target, int maxBytes, boolean atLeastOneBatch) throws IOException {
        PartitionRuntime partition = (PartitionRuntime) target.place();
        PartitionLog log = partition.log();
        if (log == null) {
            return closedMeanwhile(target);
        }
        // in this order, or else the end could lie beyond the high watermark
        long end = target.endOf(partition);
        long highWatermark = partition.highWatermark().value();
        target.seen(end);
        Bounds bounds = new Bounds(highWatermark, Math.max(end, log.logStartOffset()), log.logStartOffset());
        try {
            return read(target, log, bounds, maxBytes, atLeastOneBatch);
        } catch (OffsetOutOfRangeException e) {
            return outOfRange(target.wanted(), bounds);
        } catch (IOException | RuntimeException e) {
            if (partition.isClosed()) {
                return closedMeanwhile(target);
            }
            // a read that fails for another reason, such as too many open files, says nothing about the log
            if (e instanceof CorruptLogException damage) {
                partition.fail(damage);
            }
            throw e;
        }
    }

    /** What a partition has. The end is the high watermark, or the last stable offset if that is wanted. */
    private record Bounds(long highWatermark, long end, long start) {}

    // Closed for idleness or deleted, just now: the client asks again and gets the right answer.
    private static Fetched closedMeanwhile(FetchTarget target) {
        return Fetched.failed(target.wanted().partition(), ErrorCode.NOT_LEADER_OR_FOLLOWER);
    }

    private static Fetched read(
            FetchTarget target, PartitionLog log, Bounds bounds, int maxBytes, boolean atLeastOneBatch)
            throws IOException {
        FetchPartition wanted = target.wanted();
        long offset = wanted.fetchOffset();
        if (offset < bounds.start() || offset > log.logEndOffset()) {
            return outOfRange(wanted, bounds);
        }
        Optional<EpochEnd> diverging = diverging(wanted, log);
        int limit = Math.min(wanted.maxBytes(), maxBytes);
        boolean nothing = diverging.isPresent() || offset >= bounds.end() || (limit <= 0 && !atLeastOneBatch);
        RecordSlice slice =
                nothing ? RecordSlice.EMPTY : log.read(offset, bounds.end(), Math.max(0, limit), atLeastOneBatch);
        return new Fetched(
                wanted.partition(),
                ErrorCode.NONE,
                bounds.highWatermark(),
                bounds.end(),
                bounds.start(),
                diverging,
                target.committedOnly() ? AbortedIn.find(log, slice, offset) : List.of(),
                slice);
    }

    private static Fetched outOfRange(FetchPartition wanted, Bounds bounds) {
        return new Fetched(
                wanted.partition(),
                ErrorCode.OFFSET_OUT_OF_RANGE,
                bounds.highWatermark(),
                bounds.end(),
                bounds.start(),
                Optional.empty(),
                RecordSlice.EMPTY);
    }

    private static Optional<EpochEnd> diverging(FetchPartition wanted, PartitionLog log) {
        if (wanted.lastFetchedEpoch() < 0) {
            return Optional.empty();
        }
        EpochEnd end =
                log.endOfEpoch(wanted.lastFetchedEpoch()).orElseGet(() -> new EpochEnd(-1, log.logStartOffset()));
        boolean departs = end.leaderEpoch() < wanted.lastFetchedEpoch() || end.endOffset() < wanted.fetchOffset();
        return departs ? Optional.of(end) : Optional.empty();
    }
}
