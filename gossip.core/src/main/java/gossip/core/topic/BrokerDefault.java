package gossip.core.topic;

import gossip.api.config.Setting;
import gossip.api.config.Settings;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * The broker's default for a setting of topics.
 *
 * @param <B> type on the broker
 * @param <T> type on topics
 * @param brokerSetting what the broker calls it
 * @param topicSetting what topics call it
 * @param convert from one unit to the other
 */
record BrokerDefault<B, T>(Setting<B> brokerSetting, Setting<T> topicSetting, Function<B, T> convert) {
    /** All there are. */
    static final List<BrokerDefault<?, ?>> ALL = List.of(
            same(StorageSettings.CLEANUP_POLICY, TopicOverrides.CLEANUP_POLICY),
            same(StorageSettings.COMPRESSION, TopicOverrides.COMPRESSION_TYPE),
            ms(StorageSettings.TOMBSTONE_TIME, TopicOverrides.DELETE_RETENTION_MS),
            same(StorageSettings.DURABILITY, TopicOverrides.DURABILITY),
            bytes(StorageSettings.INDEX_INTERVAL, TopicOverrides.INDEX_INTERVAL_BYTES),
            limit(StorageSettings.MAX_COMPACTION_LAG, TopicOverrides.MAX_COMPACTION_LAG_MS),
            bytes(StorageSettings.MAX_MESSAGE_SIZE, TopicOverrides.MAX_MESSAGE_BYTES),
            limit(StorageSettings.TIMESTAMP_AFTER_MAX, TopicOverrides.TIMESTAMP_AFTER_MAX_MS),
            limit(StorageSettings.TIMESTAMP_BEFORE_MAX, TopicOverrides.TIMESTAMP_BEFORE_MAX_MS),
            same(StorageSettings.TIMESTAMP_TYPE, TopicOverrides.TIMESTAMP_TYPE),
            same(StorageSettings.MIN_DIRTY_RATIO, TopicOverrides.MIN_CLEANABLE_DIRTY_RATIO),
            ms(StorageSettings.MIN_COMPACTION_LAG, TopicOverrides.MIN_COMPACTION_LAG_MS),
            same(StorageSettings.MIN_INSYNC_REPLICAS, TopicOverrides.MIN_INSYNC_REPLICAS),
            same(StorageSettings.RETENTION_SIZE, TopicOverrides.RETENTION_BYTES),
            ms(StorageSettings.RETENTION_TIME, TopicOverrides.RETENTION_MS),
            bytes(StorageSettings.SEGMENT_SIZE, TopicOverrides.SEGMENT_BYTES),
            ms(StorageSettings.SEGMENT_JITTER, TopicOverrides.SEGMENT_JITTER_MS),
            ms(StorageSettings.SEGMENT_TIME, TopicOverrides.SEGMENT_MS));

    /** The value for topics. */
    T value(Settings settings) {
        return convert.apply(settings.value(brokerSetting));
    }

    private static <T> BrokerDefault<T, T> same(Setting<T> broker, Setting<T> topic) {
        return new BrokerDefault<>(broker, topic, value -> value);
    }

    private static BrokerDefault<Duration, Long> ms(Setting<Duration> broker, Setting<Long> topic) {
        return new BrokerDefault<>(broker, topic, Duration::toMillis);
    }

    /** A time that may be unlimited, which Kafka writes as the largest number. */
    private static BrokerDefault<Duration, Long> limit(Setting<Duration> broker, Setting<Long> topic) {
        return new BrokerDefault<>(broker, topic, time -> time.isNegative() ? Long.MAX_VALUE : time.toMillis());
    }

    private static BrokerDefault<Long, Integer> bytes(Setting<Long> broker, Setting<Integer> topic) {
        return new BrokerDefault<>(broker, topic, Math::toIntExact);
    }
}
