/**
 * The SPI of storage: partition logs, the write-ahead log, the sparse indexes. Who calls what from which thread stands at
 * each type. Start at {@link gossip.api.storage.LogStore}.
 *
 * <p>How they work together: the shard's thread appends to a {@link gossip.api.storage.PartitionLog} (page cache) and, for
 * topics with {@code fsync}, to the {@link gossip.api.storage.WriteAheadLog}, whose sync makes it durable. A checkpoint
 * flushes the logs and trims the write-ahead log. After a crash the log truncates what is torn at its tail, and the broker
 * appends again what the write-ahead log has beyond it.
 */
package gossip.api.storage;
