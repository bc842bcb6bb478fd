package gossip.core.topic;

import static gossip.core.topic.TopicOverrides.*;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.config.Setting;
import gossip.api.config.Settings;
import gossip.api.storage.LogConfig;
import gossip.api.storage.LogConfig.CompactionLimits;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Effective settings of topics: their overrides over the broker's defaults. Immutable; any thread; never blocks. */
public final class TopicSettings {
    /** The broker's defaults for topics, as they may stand in the configuration. */
    public static final List<Setting<?>> SETTINGS = StorageSettings.SETTINGS;

    private final Map<Setting<?>, Object> brokerDefaults;

    /**
     * Takes the broker's defaults.
     *
     * @param settings effective settings of the broker
     */
    public TopicSettings(Settings settings) {
        Map<Setting<?>, Object> defaults = new HashMap<>();
        TopicOverrides.ALL.forEach(setting -> defaults.put(setting, setting.defaultValue()));
        BrokerDefault.ALL.forEach(given -> defaults.put(given.topicSetting(), given.value(settings)));
        this.brokerDefaults = Map.copyOf(defaults);
    }

    /**
     * Settings of a topic.
     *
     * @param overrides by Kafka's names, as the metadata keeps them
     * @return overrides where there are some, else the broker's defaults
     * @throws BrokerException INVALID_CONFIG, as {@link #check}
     */
    public TopicConfig effective(Map<String, String> overrides) {
        check(overrides);
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

    @SuppressWarnings("unchecked") // each setting was put with a value of its own type
    private <T> T brokerDefault(Setting<T> setting) {
        return (T) java.util.Objects.requireNonNull(brokerDefaults.get(setting));
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
}
