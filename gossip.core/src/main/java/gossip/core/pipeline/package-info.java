/**
 * The way of records through the broker: {@link gossip.core.pipeline.RecordsService} is the port.
 *
 * <pre>
 * caller's thread    Intake: admit, authorise, find the partition, publish to the rings of the shards
 * gossip-shard-N     Shard, Appender: check, number, append to the log and the write-ahead log
 * gossip-commit      GroupCommit: one sync for all that was appended meanwhile; high watermark; answers
 * gossip-reader-N    Fetches and look-ups that touch the disk
 * gossip-timer       ends waiting fetches
 * gossip-opener-N    open partitions at their first use
 * gossip-checkpoint  flushes logs, trims the write-ahead log, retention, deleted topics
 * gossip-compactor   compacts
 * </pre>
 *
 * <p>A partition belongs to one shard, whose thread alone writes to it, so that appends need no lock; for what takes long
 * the shard lends that role ({@link gossip.core.pipeline.WriterLoans}). Every queue is bounded by what {@link
 * gossip.core.pipeline.Admission} lets in. Start at {@link gossip.core.pipeline.RecordsService}.
 */
package gossip.core.pipeline;
