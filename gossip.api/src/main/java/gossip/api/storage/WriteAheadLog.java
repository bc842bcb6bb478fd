package gossip.api.storage;

import gossip.api.PartitionId;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The one log that makes records durable for all partitions: many appends share one sync. Positions in it (LSNs) ascend
 * over the lifetime of the data directory.
 *
 * <p>Order of calls: {@link #replay} once, then {@link #reset}, then appends. Appends may come from several threads; one
 * thread at a time calls {@link #sync} and may do so beside appends. After a failed append (other than for space) or a
 * failed sync every further append and sync fails with {@link LogFailedException}: a failed sync is never repeated into
 * success, because the kernel may have dropped the pages.
 */
public interface WriteAheadLog extends AutoCloseable {
    /**
     * Reads everything durable since the last trim, in order; after a crash between {@link #reset} and {@link #trim} that is
     * also what an earlier replay has read. An entry torn at the very end is left out; damage before
     * intact entries is reported.
     *
     * @param visitor called for every entry
     * @throws CorruptLogException if a damaged entry is followed by intact ones
     * @throws IOException if the disk fails
     */
    void replay(Visitor visitor) throws IOException;

    /**
     * Opens the log for appends. What was replayed becomes durable, if it is not yet, and stays: until a {@link #trim} to
     * at least the present {@link #end} it is replayed again, before what is appended from now on.
     *
     * @throws IOException if the disk fails
     */
    void reset() throws IOException;

    /**
     * Appends an entry. Not durable before a {@link #sync} that began later has returned.
     *
     * @param id the partition that the batches belong to
     * @param batches from position to limit, offsets assigned; its position is not moved; not kept after the call
     * @return LSN after the entry
     * @throws DiskFullException if there is no space; nothing was appended
     * @throws IOException if the disk fails
     */
    long append(PartitionId id, ByteBuffer batches) throws IOException;

    /**
     * Makes everything appended before the call durable. Blocks for the time of one fdatasync.
     *
     * @return everything below this LSN is durable
     * @throws IOException if the disk fails; nothing appended since the last sync may be acknowledged then
     */
    long sync() throws IOException;

    /**
     * LSN after the last appended entry.
     *
     * @return an LSN
     */
    long end();

    /**
     * Bytes that a {@link #trim} to {@link #end} would free.
     *
     * @return bytes
     */
    long sizeBytes();

    /**
     * Frees what lies before an LSN; beside appends.
     *
     * @param lsn exclusive; entries below it are in flushed logs
     * @throws IOException if the disk fails
     */
    void trim(long lsn) throws IOException;

    @Override
    void close() throws IOException;

    /** Takes replayed entries. */
    @FunctionalInterface
    interface Visitor {
        /**
         * Takes one entry.
         *
         * @param id the partition
         * @param batches valid during the call
         * @throws IOException to end the replay with that failure
         */
        void entry(PartitionId id, ByteBuffer batches) throws IOException;
    }
}
