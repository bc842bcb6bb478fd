package gossip.api.storage;

import gossip.api.record.Codecs;
import java.io.InterruptedIOException;

/**
 * How a log is to be compacted.
 *
 * @param endOffset nothing at or above it is touched: the last stable offset, so that every transaction below is decided
 * @param nowMs ms since 1970, for the age of records and tombstones
 * @param producersSinceMs ms since 1970: the last batch of a producer with a newer timestamp stays, if need be without
 *     records, for its sequence numbers
 * @param codecs for compressed batches, which stay in their codec
 * @param pace told of all bytes that are read and written
 */
public record CompactionOrder(long endOffset, long nowMs, long producersSinceMs, Codecs codecs, Pace pace) {
    /**
     * Compacts what can be at full speed, and remembers no producers.
     *
     * @param endOffset nothing at or above it is touched
     * @param codecs for compressed batches
     * @param nowMs ms since 1970
     * @return an order
     */
    public static CompactionOrder of(long endOffset, Codecs codecs, long nowMs) {
        return new CompactionOrder(endOffset, nowMs, Long.MAX_VALUE, codecs, Pace.UNLIMITED);
    }

    /** Keeps a compaction from taking too much of the disk. Called by the thread that compacts. */
    @FunctionalInterface
    public interface Pace {
        /** No limit. */
        Pace UNLIMITED = bytes -> {
            // at once
        };

        /**
         * Waits until bytes may be read or written.
         *
         * @param bytes how many, not negative
         * @throws InterruptedIOException if the compaction has to end; the log is then as a failure of the disk leaves it
         */
        void spend(int bytes) throws InterruptedIOException;
    }
}
