package gossip.core.topic;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What Kafka calls settings of this broker. */
final class KafkaNames {
    private static final Map<String, String> BY_KEY = Map.ofEntries(
            Map.entry("cluster.auto_create_topics", "auto.create.topics.enable"),
            Map.entry("cluster.default_partitions", "num.partitions"),
            Map.entry("group.initial_rebalance_delay", "group.initial.rebalance.delay.ms"),
            Map.entry("group.max_session_timeout", "group.max.session.timeout.ms"),
            Map.entry("group.max_size", "group.max.size"),
            Map.entry("group.min_session_timeout", "group.min.session.timeout.ms"),
            Map.entry("group.offset_metadata_size", "offset.metadata.max.bytes"),
            Map.entry("group.offsets_partitions", "offsets.topic.num.partitions"),
            Map.entry("group.offsets_retention", "offsets.retention.minutes"),
            Map.entry("network.idle_timeout", "connections.max.idle.ms"),
            Map.entry("network.max_connections", "max.connections"),
            Map.entry("network.max_fetch_sessions", "max.incremental.fetch.session.cache.slots"),
            Map.entry("network.max_fetch_size", "fetch.max.bytes"),
            Map.entry("network.max_request_size", "socket.request.max.bytes"),
            Map.entry("node.data_dir", "log.dirs"),
            Map.entry("pipeline.producer_expiration", "producer.id.expiration.ms"),
            Map.entry("storage.cleanup_policy", "log.cleanup.policy"),
            Map.entry("storage.compaction_interval", "log.cleaner.backoff.ms"),
            Map.entry("storage.compaction_memory", "log.cleaner.dedupe.buffer.size"),
            Map.entry("storage.compression", "compression.type"),
            Map.entry("storage.index_interval", "log.index.interval.bytes"),
            Map.entry("storage.max_compaction_lag", "log.cleaner.max.compaction.lag.ms"),
            Map.entry("storage.max_message_size", "message.max.bytes"),
            Map.entry("storage.min_compaction_lag", "log.cleaner.min.compaction.lag.ms"),
            Map.entry("storage.min_dirty_ratio", "log.cleaner.min.cleanable.ratio"),
            Map.entry("storage.min_insync_replicas", "min.insync.replicas"),
            Map.entry("storage.retention_check_interval", "log.retention.check.interval.ms"),
            Map.entry("storage.retention_size", "log.retention.bytes"),
            Map.entry("storage.retention_time", "log.retention.ms"),
            Map.entry("storage.segment_jitter", "log.roll.jitter.ms"),
            Map.entry("storage.segment_size", "log.segment.bytes"),
            Map.entry("storage.segment_time", "log.roll.ms"),
            Map.entry("storage.timestamp_after_max", "log.message.timestamp.after.max.ms"),
            Map.entry("storage.timestamp_before_max", "log.message.timestamp.before.max.ms"),
            Map.entry("storage.timestamp_type", "log.message.timestamp.type"),
            Map.entry("storage.tombstone_time", "log.cleaner.delete.retention.ms"));

    private static final Map<String, String> BY_NAME =
            BY_KEY.entrySet().stream().collect(Collectors.toUnmodifiableMap(Map.Entry::getValue, Map.Entry::getKey));

    private KafkaNames() {}

    /** Kafka's name of a setting. */
    static Optional<String> of(String key) {
        return Optional.ofNullable(BY_KEY.get(key));
    }

    /** The setting that Kafka calls so. */
    static Optional<String> ownKey(String kafkaName) {
        return Optional.ofNullable(BY_NAME.get(kafkaName));
    }
}
