/**
 * The pure part of compaction: which records of a batch stay. No files, no clock, no threads. Start at {@link
 * gossip.storage.segment.compact.BatchFilter}.
 */
package gossip.storage.segment.compact;
