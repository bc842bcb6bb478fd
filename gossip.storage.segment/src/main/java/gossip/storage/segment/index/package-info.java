/**
 * The sparse indexes of segments, each a file of checksummed blocks with a summary in memory. The log's writer appends, any
 * thread looks up. Start at {@link gossip.storage.segment.index.FileIndexStore}.
 */
package gossip.storage.segment.index;
