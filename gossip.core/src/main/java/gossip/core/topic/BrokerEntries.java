package gossip.core.topic;

import gossip.api.broker.Configs.Entry;
import gossip.api.broker.Configs.Source;
import gossip.api.broker.Configs.Synonym;
import gossip.api.broker.Configs.ValueType;
import gossip.api.config.Setting;
import gossip.api.config.SettingType;
import gossip.api.config.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Describes the broker's settings under their own keys, and under Kafka's names where Kafka has the like, so that its tools
 * find what they look for. Fixed while the broker runs; any thread.
 */
final class BrokerEntries {
    /** Kafka's names by key. */
    private static final Map<String, String> KAFKA_NAMES = Map.ofEntries(
            Map.entry("cluster.auto_create_topics", "auto.create.topics.enable"),
            Map.entry("cluster.default_partitions", "num.partitions"),
            Map.entry("group.initial_rebalance_delay", "group.initial.rebalance.delay.ms"),
            Map.entry("group.max_session_timeout", "group.max.session.timeout.ms"),
            Map.entry("group.max_size", "group.max.size"),
            Map.entry("group.min_session_timeout", "group.min.session.timeout.ms"),
            Map.entry("group.offset_metadata_size", "offset.metadata.max.bytes"),
            Map.entry("group.offsets_partitions", "offsets.topic.num.partitions"),
            Map.entry("group.offsets_retention", "offsets.retention.minutes"),
            Map.entry("node.data_dir", "log.dirs"),
            Map.entry("storage.cleanup_policy", "log.cleanup.policy"),
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

    /** Names under which Kafka writes no limit as the largest number. */
    private static final Set<String> UNLIMITED_IS_LARGEST = Set.of(
            "log.cleaner.max.compaction.lag.ms",
            "log.message.timestamp.after.max.ms",
            "log.message.timestamp.before.max.ms");

    private final List<Entry> entries;

    /**
     * Describes settings.
     *
     * @param brokerId number of this broker
     * @param settings effective values
     * @param declared which settings there are
     */
    BrokerEntries(int brokerId, Settings settings, Collection<? extends Setting<?>> declared) {
        List<Entry> all = new ArrayList<>();
        all.add(fixed("broker.id", brokerId, "Number of this broker, given when it first registered."));
        all.add(fixed(
                "default.replication.factor", 1, "Replicas of a partition whose creator leaves it to the broker."));
        declared.forEach(setting -> add(setting, settings, all));
        all.sort(Comparator.comparing(Entry::name));
        this.entries = List.copyOf(all);
    }

    List<Entry> all() {
        return entries;
    }

    private static <T> void add(Setting<T> setting, Settings settings, List<Entry> all) {
        T value = settings.value(setting);
        Source source = value.equals(setting.defaultValue()) ? Source.DEFAULT : Source.BROKER_STATIC;
        Optional<String> text = setting.isSecret() ? Optional.empty() : Optional.of(setting.format(value));
        List<Synonym> synonyms = new ArrayList<>();
        synonyms.add(new Synonym(setting.key(), text, source));
        if (source != Source.DEFAULT && !setting.isSecret()) {
            String builtIn = setting.format(setting.defaultValue());
            synonyms.add(new Synonym(setting.key(), Optional.of(builtIn), Source.DEFAULT));
        }
        all.add(entry(setting, setting.key(), text, source, ValueTypes.of(setting), synonyms));
        String kafkaName = KAFKA_NAMES.get(setting.key());
        if (kafkaName != null) {
            Optional<String> kafkaText = text.map(t -> inKafkasUnit(kafkaName, setting, value));
            List<Synonym> kafkaSynonyms = List.of(new Synonym(kafkaName, kafkaText, source));
            all.add(entry(setting, kafkaName, kafkaText, source, kafkaType(setting), kafkaSynonyms));
        }
    }

    private static Entry entry(
            Setting<?> setting,
            String name,
            Optional<String> value,
            Source source,
            ValueType type,
            List<Synonym> synonyms) {
        return new Entry(name, value, source, type, true, setting.isSecret(), setting.doc(), List.copyOf(synonyms));
    }

    private static Entry fixed(String name, int value, String doc) {
        Optional<String> text = Optional.of(String.valueOf(value));
        List<Synonym> synonyms = List.of(new Synonym(name, text, Source.DEFAULT));
        return new Entry(name, text, Source.DEFAULT, ValueType.INT, true, false, doc, synonyms);
    }

    private static <T> String inKafkasUnit(String kafkaName, Setting<T> setting, T value) {
        if (value instanceof Duration time) {
            if (time.isNegative() && UNLIMITED_IS_LARGEST.contains(kafkaName)) {
                return String.valueOf(Long.MAX_VALUE);
            }
            boolean minutes = kafkaName.endsWith(".minutes");
            return String.valueOf(minutes && !time.isNegative() ? time.toMinutes() : time.toMillis());
        }
        return value instanceof Long number ? String.valueOf(number) : setting.format(value);
    }

    private static ValueType kafkaType(Setting<?> setting) {
        boolean hasUnit =
                setting.type().equals(SettingType.DURATION) || setting.type().equals(SettingType.SIZE);
        return hasUnit ? ValueType.LONG : ValueTypes.of(setting);
    }
}
