package gossip.core.pipeline;

import gossip.api.ErrorCode;
import gossip.api.PartitionId;
import gossip.api.metadata.MetadataImage;
import gossip.api.record.InvalidBatchException;
import gossip.api.record.RecordBatch;
import gossip.api.storage.CorruptLogException;
import gossip.api.storage.DiskFullException;
import gossip.api.storage.LogStore;
import gossip.api.storage.WriteAheadLog;
import gossip.core.partition.PartitionOpener;
import gossip.core.partition.PartitionRuntime;
import gossip.core.partition.PartitionRuntime.Opened;
import gossip.core.partition.PartitionTable;
import gossip.core.partition.Place;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;

/**
 * Makes the logs whole before anything else runs: deletes what belongs to no topic any more, and appends what the
 * write-ahead log has beyond the end of a log. A partition that is damaged, or whose settings are not
 * understood, is left alone; the others are recovered.
 */
final class Recovery {
    private static final Logger LOG = System.getLogger(Recovery.class.getName());

    private static final Set<ErrorCode> DOES_NOT_BELONG_HERE =
            Set.of(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, ErrorCode.NOT_LEADER_OR_FOLLOWER);

    private final LogStore logs;
    private final WriteAheadLog wal;
    private final PartitionTable table;
    private final PartitionOpener opener;
    private final Quarantine quarantine;
    private final long nowMs;
    private long recovered;

    Recovery(
            LogStore logs,
            WriteAheadLog wal,
            PartitionTable table,
            PartitionOpener opener,
            Quarantine quarantine,
            long nowMs) {
        this.logs = logs;
        this.wal = wal;
        this.table = table;
        this.opener = opener;
        this.quarantine = quarantine;
        this.nowMs = nowMs;
    }

    void run(MetadataImage image) throws IOException {
        purge(image);
        wal.replay(this::apply);
        quarantine.requireRoom();
        boolean allFlushed = true;
        for (PartitionRuntime partition : table.inUse()) {
            Opened opened = partition.opened();
            if (opened != null) {
                allFlushed &= flush(partition, opened);
            }
        }
        wal.reset();
        if (allFlushed) {
            // only once there is a second copy of what was quarantined may the first one go
            long before = wal.end();
            quarantine.carryOver(wal);
            wal.trim(before);
        }
        if (!quarantine.isEmpty()) {
            LOG.log(
                    Level.ERROR,
                    "the write-ahead log keeps records until their partitions can take them, which needs a restart: "
                            + quarantine.report());
        }
        if (recovered > 0) {
            LOG.log(Level.INFO, "recovered " + recovered + " record batches from the write-ahead log");
        }
    }

    /** A partition that failed may have taken some entries before, of which no copy is kept but in the write-ahead log. */
    private static boolean flush(PartitionRuntime partition, Opened opened) throws IOException {
        try {
            opened.log().flush();
            return true;
        } catch (DiskFullException e) {
            throw e;
        } catch (IOException e) {
            if (partition.failure() == null) {
                throw e;
            }
            LOG.log(
                    Level.ERROR,
                    "the write-ahead log is kept, for " + partition
                            + " has failed and could not be flushed; restart the" + " broker once its disk is well",
                    e);
            return false;
        }
    }

    private void purge(MetadataImage image) throws IOException {
        Set<PartitionId> stored = logs.partitions();
        List<PartitionId> orphans = stored.stream()
                .filter(id -> image.topic(id.topicId()).isEmpty())
                .toList();
        if (!orphans.isEmpty() && image.topicCount() == 0) {
            LOG.log(
                    Level.WARNING,
                    "the metadata knows no topic at all, but there are records of " + orphans.size()
                            + " partitions; they are kept, in case the metadata was lost");
            return;
        }
        for (PartitionId orphan : orphans) {
            logs.delete(orphan);
        }
        if (!orphans.isEmpty()) {
            LOG.log(Level.INFO, "deleted the records of " + orphans.size() + " partitions of deleted topics");
        }
    }

    private void apply(PartitionId id, ByteBuffer batches) throws IOException {
        switch (table.locate(id)) {
            case PartitionRuntime partition -> {
                if (!tryApply(partition, batches)) {
                    quarantine.add(id, batches, reasonOf(partition));
                }
            }
            case Place.Absent absent -> {
                if (!DOES_NOT_BELONG_HERE.contains(absent.error())) {
                    quarantine.add(id, batches, absent.message());
                    withhold(id, absent);
                }
            }
        }
    }

    private static String reasonOf(PartitionRuntime partition) {
        IOException failure = partition.failure();
        return "partition " + partition + " is damaged: " + (failure == null ? "" : failure.getMessage())
                + "; repair it or move its directory away";
    }

    /** What was acknowledged must be in the log before anything else is: settings put right do not suffice. */
    private void withhold(PartitionId id, Place.Absent reason) {
        table.withhold(
                id,
                new Place.Absent(
                        reason.error(),
                        reason.message()
                                + "; records of it wait in the write-ahead log: once that is put right, restart"
                                + " the broker"));
    }

    private boolean tryApply(PartitionRuntime partition, ByteBuffer batches) throws IOException {
        try {
            apply(partition, batches);
            return true;
        } catch (DiskFullException e) {
            throw e;
        } catch (IOException e) {
            partition.fail(e);
            return false;
        } catch (InvalidBatchException e) {
            partition.fail(new CorruptLogException("the write-ahead log has no valid batch for " + partition, e));
            return false;
        }
    }

    private void apply(PartitionRuntime partition, ByteBuffer batches) throws IOException {
        Opened opened = opener.open(partition);
        if (partition.failure() != null) {
            throw new IOException("an earlier entry for " + partition + " could not be applied");
        }
        long end = opened.log().logEndOffset();
        int at = batches.position();
        while (at < batches.limit() && RecordBatch.at(batches, at).baseOffset() < end) {
            at = requireWhollyBelow(partition, RecordBatch.at(batches, at), end).end();
        }
        if (at < batches.limit()) {
            append(partition, opened, batches.slice(at, batches.limit() - at));
        }
    }

    private static RecordBatch requireWhollyBelow(PartitionRuntime partition, RecordBatch batch, long end)
            throws IOException {
        if (batch.nextOffset() > end) {
            throw new CorruptLogException(
                    "the log of " + partition + " ends at " + end + ", within a batch of the write-ahead log from "
                            + batch.baseOffset() + " to " + batch.nextOffset());
        }
        return batch;
    }

    private void append(PartitionRuntime partition, Opened opened, ByteBuffer batches) throws IOException {
        long end = opened.log().logEndOffset();
        long next = RecordBatch.at(batches, 0).baseOffset();
        if (next > end) {
            throw new CorruptLogException("the log of " + partition + " ends at " + end
                    + ", and the write-ahead log goes on at " + next + ": records between are lost");
        }
        opened.log().append(batches);
        for (int at = 0; at < batches.limit(); ) {
            RecordBatch batch = RecordBatch.at(batches, at);
            if (batch.isControl()) {
                opened.noteAborted(batch);
            }
            opened.appended(batch, nowMs);
            at = batch.end();
            recovered++;
        }
        partition.highWatermark().advance(opened.log().logEndOffset(), 0);
        partition.stable().advance(opened.log().logEndOffset());
    }
}
