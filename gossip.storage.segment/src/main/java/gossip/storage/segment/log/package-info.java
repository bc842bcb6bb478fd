/**
 * The logs of partitions: segments of record batches, recovery, retention, compaction. Each log has one writer at a time,
 * which is the thread of its shard; any thread reads and flushes beside it. What removes or replaces files first writes the
 * checkpoint and then changes the files, so that a crash between leaves nothing that looks like damage. Start at {@link
 * gossip.storage.segment.log.SegmentLogStore}, then {@link gossip.storage.segment.log.SegmentLog}.
 */
package gossip.storage.segment.log;
