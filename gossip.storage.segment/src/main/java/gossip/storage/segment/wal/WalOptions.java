package gossip.storage.segment.wal;

/**
 * Sizes of the write-ahead log.
 *
 * @param fileBytes size of a file; larger ones are made for entries that need it
 * @param bufferBytes most that is kept in memory until a sync; what does not fit is written before
 * @param maxSpareBytes most that is kept in files for later use
 */
public record WalOptions(long fileBytes, int bufferBytes, long maxSpareBytes) {
    /** Refuses sizes that cannot work. */
    public WalOptions {
        if (fileBytes < 2 * WalFile.HEADER_BYTES || bufferBytes < WalEntry.HEADER_BYTES) {
            throw new IllegalArgumentException("sizes too small: files " + fileBytes + ", buffer " + bufferBytes);
        }
    }
}
