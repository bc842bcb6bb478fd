package gossip.core.topic;

import static gossip.core.topic.TopicOverrides.*;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.broker.Configs.Source;
import gossip.api.broker.Configs.Synonym;
import gossip.api.config.Setting;
import gossip.api.config.Settings;
import gossip.api.storage.LogConfig;
import gossip.api.storage.LogConfig.CompactionLimits;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Effective settings of topics: their overrides over the broker's defaults, which change when they are set while the broker
 * runs. Any thread; never blocks.
 */
public final class TopicSettings {
    /** The broker's defaults for topics, as they may stand in the configuration. */
    public static final List<Setting<?>> SETTINGS = StorageSettings.SETTINGS;

    private static final Logger LOG = System.getLogger(TopicSettings.class.getName());

    private final Map<Setting<?>, Object> configured;
    private volatile Defaults defaults;

    /**
     * Takes the broker's defaults.
     *
     * @param settings effective settings of the broker
     */
    public TopicSettings(Settings settings) {
        Map<Setting<?>, Object> values = new HashMap<>();
        TopicOverrides.ALL.forEach(setting -> values.put(setting, setting.defaultValue()));
        BrokerDefault.ALL.forEach(given -> values.put(given.topicSetting(), given.value(settings)));
        this.configured = Map.copyOf(values);
        this.defaults = new Defaults(configured, Map.of(), Map.of(), 0);
    }

    /**
     * Takes what is set while the broker runs. Called by one thread at a time.
     *
     * @param own values for this broker, by Kafka's names of brokers' settings
     * @param all values for all brokers
     */
    public void change(Map<String, String> own, Map<String, String> all) {
        Map<Setting<?>, Object> values = new HashMap<>(configured);
        BrokerNames.TOPIC_SETTINGS.forEach((name, setting) -> {
            put(name, setting, all.get(name), values);
            put(name, setting, own.get(name), values);
        });
        defaults = new Defaults(values, own, all, defaults.generation() + 1);
    }

    private static void put(String name, Setting<?> setting, @Nullable String text, Map<Setting<?>, Object> values) {
        if (text != null) {
            try {
                values.put(setting, setting.parse(text));
            } catch (IllegalArgumentException e) {
                LOG.log(
                        Level.ERROR,
                        "the setting {0} of brokers is kept as \"{1}\", which this version does not take: {2}",
                        name,
                        text,
                        e.getMessage());
            }
        }
    }

    /**
     * Which of the changing defaults are in force.
     *
     * @return grows with each change
     */
    public int generation() {
        return defaults.generation();
    }

    /** Where the value could come from that a topic gets without an override, the present place first. */
    <T> List<Synonym> defaults(Setting<T> setting) {
        if (BrokerNames.isTopicOnly(setting)) {
            return List.of();
        }
        Defaults present = defaults;
        String name = BrokerNames.of(setting);
        List<Synonym> places = new ArrayList<>();
        Optional.ofNullable(present.own().get(name))
                .ifPresent(text -> places.add(new Synonym(name, Optional.of(text), Source.BROKER_DYNAMIC)));
        Optional.ofNullable(present.all().get(name))
                .ifPresent(text -> places.add(new Synonym(name, Optional.of(text), Source.BROKERS_DYNAMIC)));
        String fromFile = setting.format(typed(setting, configured));
        String builtIn = setting.format(setting.defaultValue());
        if (!fromFile.equals(builtIn)) {
            places.add(new Synonym(name, Optional.of(fromFile), Source.BROKER_STATIC));
        }
        places.add(new Synonym(name, Optional.of(builtIn), Source.DEFAULT));
        return places;
    }

    /**
     * Settings of a topic.
     *
     * @param overrides by Kafka's names, as the metadata keeps them
     * @return overrides where there are some, else the broker's defaults
     * @throws BrokerException INVALID_CONFIG for a name that does not exist or a value that is not allowed
     */
    public TopicConfig effective(Map<String, String> overrides) {
        overrides.forEach((name, text) -> parse(setting(name), text));
        return new TopicConfig(
                logConfig(overrides),
                value(DURABILITY, overrides),
                value(MAX_MESSAGE_BYTES, overrides),
                value(MAX_DECOMPRESSED_MESSAGE_BYTES, overrides),
                value(TIMESTAMP_TYPE, overrides).equals("LogAppendTime"),
                Codec.of(value(COMPRESSION_TYPE, overrides)),
                compressionLevel(overrides),
                value(MIN_CLEANABLE_DIRTY_RATIO, overrides),
                value(MIN_INSYNC_REPLICAS, overrides),
                value(TIMESTAMP_BEFORE_MAX_MS, overrides),
                value(TIMESTAMP_AFTER_MAX_MS, overrides));
    }

    /**
     * Finds what an earlier, or a later, version took for a setting of topics and this one does not.
     *
     * @param overrides by Kafka's names, as the metadata keeps them
     * @return those whose name does not exist or whose value is not allowed, in the order of their names
     */
    public SortedMap<String, String> misfits(Map<String, String> overrides) {
        SortedMap<String, String> misfits = new TreeMap<>();
        overrides.forEach((name, text) -> {
            try {
                parse(setting(name), text);
            } catch (BrokerException e) {
                misfits.put(name, text);
            }
        });
        return misfits;
    }

    /**
     * Checks overrides.
     *
     * @param overrides by Kafka's names
     * @throws BrokerException INVALID_CONFIG for a name that does not exist, a value that is not allowed, or values that
     *     contradict each other; the message names them and what was expected
     */
    public void check(Map<String, String> overrides) {
        overrides.forEach((name, text) -> parse(setting(name), text));
        long minLag = value(MIN_COMPACTION_LAG_MS, overrides);
        long maxLag = value(MAX_COMPACTION_LAG_MS, overrides);
        if (minLag > maxLag) {
            throw invalid("min.compaction.lag.ms (" + minLag + ") is more than max.compaction.lag.ms (" + maxLag + ")");
        }
    }

    /**
     * The value a topic gets without an override, as text.
     *
     * @param setting one of {@link TopicOverrides#ALL}
     * @return text that parses to the value
     */
    <T> String defaultText(Setting<T> setting) {
        return setting.format(brokerDefault(setting));
    }

    /**
     * Finds a setting of topics.
     *
     * @param name its name
     * @return the setting
     * @throws BrokerException INVALID_CONFIG with the nearest known name if there is none
     */
    static Setting<?> setting(String name) {
        Setting<?> setting = TopicOverrides.BY_NAME.get(name);
        if (setting == null) {
            String nearest = Nearest.to(name, TopicOverrides.BY_NAME.keySet());
            throw invalid("there is no topic setting '" + name + "'; the nearest is '" + nearest + "'");
        }
        return setting;
    }

    private OptionalInt compressionLevel(Map<String, String> overrides) {
        return switch (value(COMPRESSION_TYPE, overrides)) {
            case "gzip" -> {
                int level = value(GZIP_LEVEL, overrides);
                yield level == -1 ? OptionalInt.empty() : OptionalInt.of(level);
            }
            case "lz4" -> OptionalInt.of(value(LZ4_LEVEL, overrides));
            case "zstd" -> OptionalInt.of(value(ZSTD_LEVEL, overrides));
            default -> OptionalInt.empty();
        };
    }

    private LogConfig logConfig(Map<String, String> overrides) {
        List<String> cleanup = value(CLEANUP_POLICY, overrides);
        return new LogConfig(
                value(SEGMENT_BYTES, overrides),
                value(SEGMENT_MS, overrides),
                value(SEGMENT_JITTER_MS, overrides),
                Math.max(-1, value(RETENTION_BYTES, overrides)),
                value(RETENTION_MS, overrides),
                value(INDEX_INTERVAL_BYTES, overrides),
                cleanup.contains("delete"),
                cleanup.contains("compact"),
                new CompactionLimits(
                        value(MIN_COMPACTION_LAG_MS, overrides),
                        value(MAX_COMPACTION_LAG_MS, overrides),
                        value(DELETE_RETENTION_MS, overrides)));
    }

    private <T> T value(Setting<T> setting, Map<String, String> overrides) {
        return Optional.ofNullable(overrides.get(setting.key()))
                .map(text -> parse(setting, text))
                .orElseGet(() -> brokerDefault(setting));
    }

    private <T> T brokerDefault(Setting<T> setting) {
        return typed(setting, defaults.values());
    }

    @SuppressWarnings("unchecked") // each setting was put with a value of its own type
    private static <T> T typed(Setting<T> setting, Map<Setting<?>, Object> values) {
        return (T) java.util.Objects.requireNonNull(values.get(setting));
    }

    private static <T> T parse(Setting<T> setting, String text) {
        try {
            return setting.parse(text);
        } catch (IllegalArgumentException e) {
            throw new BrokerException(
                    ErrorCode.INVALID_CONFIG,
                    "topic setting '" + setting.key() + "' cannot be '" + text + "': " + e.getMessage(),
                    e);
        }
    }

    private static BrokerException invalid(String message) {
        return new BrokerException(ErrorCode.INVALID_CONFIG, message);
    }

    /**
     * What topics get without an override.
     *
     * @param values by setting of topics
     * @param own what is set for this broker while it runs
     * @param all what is set for all brokers while they run
     * @param generation grows with each change
     */
    private record Defaults(
            Map<Setting<?>, Object> values, Map<String, String> own, Map<String, String> all, int generation) {
        Defaults {
            values = Map.copyOf(values);
            own = Map.copyOf(own);
            all = Map.copyOf(all);
        }
    }
}
