/**
 * The write-ahead log: preallocated files that are used again and again, so that a sync is one write and one fdatasync that
 * changes no metadata. Shard threads append, one thread syncs, the checkpoint trims; the only thread made here is {@code
 * gossip-wal-prepare}, which lives while a spare file is being filled with zeros. Start at {@link
 * gossip.storage.segment.wal.FileWriteAheadLog}.
 */
package gossip.storage.segment.wal;
