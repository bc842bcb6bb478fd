package gossip.core.topic;

import gossip.api.Durability;
import gossip.api.record.CompressionType;
import gossip.api.storage.LogConfig;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Effective settings of one topic: its overrides over the broker's defaults. Immutable.
 *
 * @param log limits of each partition's log
 * @param durability what has happened to a record by the time it is acknowledged
 * @param maxMessageBytes largest record batch taken, in bytes, inclusive
 * @param maxExpandedRecordBytes largest record within a compressed batch, in bytes when expanded, inclusive
 * @param logAppendTime whether the broker's clock gives the timestamps instead of the producer's
 * @param compression codec that batches are stored in; empty to keep what the producer sent
 * @param compressionLevel level of that codec; empty for codecs without levels and for the codec's own
 * @param minDirtyRatio share of uncompacted bytes above which the log is compacted, 0 to 1
 * @param minInsyncReplicas in-sync replicas needed for a produce with acks=all, at least 1
 * @param timestampBeforeMaxMs how far a producer's timestamp may lie in the past
 * @param timestampAfterMaxMs how far a producer's timestamp may lie in the future
 */
public record TopicConfig(
        LogConfig log,
        Durability durability,
        int maxMessageBytes,
        int maxExpandedRecordBytes,
        boolean logAppendTime,
        Optional<CompressionType> compression,
        OptionalInt compressionLevel,
        double minDirtyRatio,
        int minInsyncReplicas,
        long timestampBeforeMaxMs,
        long timestampAfterMaxMs) {}
