/**
 * The partitions that this broker has in use: each with its log, its idempotent producers and its high watermark. A {@link
 * gossip.core.partition.PartitionRuntime} appears at the first use of a partition and goes away when it is idle; it belongs
 * to one shard, whose thread alone writes to it. Start at {@link gossip.core.partition.PartitionTable}.
 */
package gossip.core.partition;
