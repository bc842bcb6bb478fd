package gossip.api.storage;

/**
 * A transaction that was aborted in a partition: its records are still in the log, and whoever reads committed records only
 * has to leave them out.
 *
 * @param producerId whose transaction it was
 * @param firstOffset offset of its first record
 * @param lastOffset offset of the marker that ended it
 * @param lastStableOffset exclusive end of what was decided once the marker had been written: transactions that are ended
 *     later have no record below it
 */
public record AbortedTransaction(long producerId, long firstOffset, long lastOffset, long lastStableOffset) {}
