package gossip.core.topic;

import gossip.api.config.Setting;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What settings of topics are called as defaults of the broker, in Kafka and here. */
final class BrokerNames {
    /** Where Kafka's name differs from the topic's with the prefix {@code log.}. */
    private static final Map<String, String> SPECIAL = Map.ofEntries(
            Map.entry("compression.gzip.level", "compression.gzip.level"),
            Map.entry("compression.lz4.level", "compression.lz4.level"),
            Map.entry("compression.type", "compression.type"),
            Map.entry("compression.zstd.level", "compression.zstd.level"),
            Map.entry("delete.retention.ms", "log.cleaner.delete.retention.ms"),
            Map.entry("file.delete.delay.ms", "log.segment.delete.delay.ms"),
            Map.entry("flush.messages", "log.flush.interval.messages"),
            Map.entry("flush.ms", "log.flush.interval.ms"),
            Map.entry("gossip.durability", StorageSettings.DURABILITY.key()),
            Map.entry("max.compaction.lag.ms", "log.cleaner.max.compaction.lag.ms"),
            Map.entry("max.decompressed.message.bytes", "max.decompressed.message.bytes"),
            Map.entry("max.message.bytes", "message.max.bytes"),
            Map.entry("min.cleanable.dirty.ratio", "log.cleaner.min.cleanable.ratio"),
            Map.entry("min.compaction.lag.ms", "log.cleaner.min.compaction.lag.ms"),
            Map.entry("min.insync.replicas", "min.insync.replicas"),
            Map.entry("segment.index.bytes", "log.index.size.max.bytes"),
            Map.entry("segment.jitter.ms", "log.roll.jitter.ms"),
            Map.entry("segment.ms", "log.roll.ms"),
            Map.entry("unclean.leader.election.enable", "unclean.leader.election.enable"));

    /** Topic settings that Kafka's brokers have no default for. */
    private static final Set<String> TOPIC_ONLY = Set.of(
            ForeignOverrides.DEAD_LETTER_QUEUE.key(),
            ForeignOverrides.FOLLOWER_THROTTLED.key(),
            ForeignOverrides.LEADER_THROTTLED.key(),
            ForeignOverrides.REMOTE_COPY_DISABLE.key(),
            ForeignOverrides.REMOTE_DELETE_ON_DISABLE.key(),
            ForeignOverrides.REMOTE_STORAGE.key());

    /** Settings of topics by their name on the broker. */
    static final Map<String, Setting<?>> TOPIC_SETTINGS = TopicOverrides.ALL.stream()
            .filter(setting -> !isTopicOnly(setting))
            .collect(Collectors.toUnmodifiableMap(BrokerNames::of, Function.identity()));

    private BrokerNames() {}

    /** The name on the broker of a setting of topics. */
    static String of(Setting<?> topicSetting) {
        return SPECIAL.getOrDefault(topicSetting.key(), "log." + topicSetting.key());
    }

    /** Whether brokers have no default for a setting of topics. */
    static boolean isTopicOnly(Setting<?> topicSetting) {
        return TOPIC_ONLY.contains(topicSetting.key());
    }
}
