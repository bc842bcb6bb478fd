package gossip.core.topic;

import gossip.api.Durability;
import gossip.api.record.CompressionType;
import gossip.api.storage.LogConfig;
import java.util.Optional;

/**
 * Effective settings of one topic: its overrides over the broker's defaults. Immutable.
 *
 * @param log limits of each partition's log
 * @param durability what has happened to a record by the time it is acknowledged
 * @param maxMessageBytes largest record batch taken, in bytes, inclusive
 * @param logAppendTime whether the broker's clock gives the timestamps instead of the producer's
 * @param compression codec that batches are stored in; empty to keep what the producer sent
 * @param minInsyncReplicas in-sync replicas needed for a produce with acks=all, at least 1
 * @param timestampBeforeMaxMs how far a producer's timestamp may lie in the past
 * @param timestampAfterMaxMs how far a producer's timestamp may lie in the future
 */
public record TopicConfig(
        LogConfig log,
        Durability durability,
        int maxMessageBytes,
        boolean logAppendTime,
        Optional<CompressionType> compression,
        int minInsyncReplicas,
        long timestampBeforeMaxMs,
        long timestampAfterMaxMs) {}
