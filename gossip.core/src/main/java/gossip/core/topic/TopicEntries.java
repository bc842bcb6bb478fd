package gossip.core.topic;

import gossip.api.broker.Configs.Entry;
import gossip.api.broker.Configs.Source;
import gossip.api.broker.Configs.Synonym;
import gossip.api.config.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Describes a topic's settings: their values, and where those come from. Any thread. */
final class TopicEntries {
    /** What Kafka calls a topic setting on the broker, where that differs from the prefix {@code log.}. */
    private static final Map<String, String> BROKER_NAMES = Map.ofEntries(
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

    private final TopicSettings settings;

    TopicEntries(TopicSettings settings) {
        this.settings = settings;
    }

    /** All settings of a topic with these overrides. */
    List<Entry> of(Map<String, String> overrides) {
        return TopicOverrides.ALL.stream()
                .map(setting -> entry(setting, Optional.ofNullable(overrides.get(setting.key()))))
                .toList();
    }

    private <T> Entry entry(Setting<T> setting, Optional<String> override) {
        List<Synonym> synonyms = new ArrayList<>();
        override.ifPresent(value -> synonyms.add(new Synonym(setting.key(), Optional.of(value), Source.TOPIC)));
        String brokerName = BROKER_NAMES.getOrDefault(setting.key(), "log." + setting.key());
        String brokerDefault = settings.defaultText(setting);
        String builtIn = setting.format(setting.defaultValue());
        if (!brokerDefault.equals(builtIn)) {
            synonyms.add(new Synonym(brokerName, Optional.of(brokerDefault), Source.BROKER_STATIC));
        }
        if (!TOPIC_ONLY.contains(setting.key())) {
            synonyms.add(new Synonym(brokerName, Optional.of(builtIn), Source.DEFAULT));
        }
        boolean isBuiltIn = synonyms.isEmpty();
        return new Entry(
                setting.key(),
                isBuiltIn ? Optional.of(builtIn) : synonyms.getFirst().value(),
                isBuiltIn ? Source.DEFAULT : synonyms.getFirst().source(),
                ValueTypes.of(setting),
                false,
                false,
                setting.doc(),
                List.copyOf(synonyms));
    }
}
