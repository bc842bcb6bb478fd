package gossip.core.config;

import gossip.api.config.Setting;
import gossip.api.config.Settings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The effective configuration: every setting with its value, and where that value is from. Immutable; any thread. */
public final class Configuration implements Settings {
    private static final String MASK = "******";

    private final Map<String, Effective<?>> byKey;
    private final List<String> warnings;

    Configuration(Map<String, Effective<?>> byKey, List<String> warnings) {
        this.byKey = new TreeMap<>(byKey);
        this.warnings = List.copyOf(warnings);
    }

    @Override
    public <T> T value(Setting<T> setting) {
        Effective<?> effective = byKey.get(setting.key());
        if (effective == null) {
            return setting.defaultValue();
        }
        if (!effective.setting().type().equals(setting.type())) {
            throw new IllegalArgumentException("two settings of different types are called " + setting.key());
        }
        @SuppressWarnings("unchecked") // of the same type
        T value = (T) effective.value();
        return value;
    }

    /**
     * Where a value is from.
     *
     * @param key key with dots
     * @return the default's origin if nobody wrote it
     */
    public Origin origin(String key) {
        return Optional.<Effective<?>>ofNullable(byKey.get(key))
                .map(Effective::origin)
                .orElse(Origin.DEFAULT);
    }

    /**
     * All settings there are.
     *
     * @return by key
     */
    public List<Setting<?>> settings() {
        return byKey.values().stream().<Setting<?>>map(Effective::setting).toList();
    }

    /**
     * What is odd but not wrong.
     *
     * @return lines for the log
     */
    public List<String> warnings() {
        return warnings;
    }

    /**
     * The configuration for people and scripts; secrets are masked.
     *
     * @return one row for each setting, by key
     */
    public List<Row> rows() {
        return byKey.values().stream().map(Effective::row).toList();
    }

    /**
     * A setting with its value, as text.
     *
     * @param key key with dots
     * @param value effective value; masked if secret
     * @param source where it is from, such as {@code default}, {@code gossip.yaml:12} or {@code environment GOSSIP_NODE_ID}
     * @param type how values are written
     * @param defaultValue value when nothing is given
     * @param doc what it is for
     */
    public record Row(String key, String value, String source, String type, String defaultValue, String doc) {}

    record Effective<T>(Setting<T> setting, T value, Origin origin) {
        static <T> Effective<T> byDefault(Setting<T> setting) {
            return new Effective<>(setting, setting.defaultValue(), Origin.DEFAULT);
        }

        Row row() {
            String text = setting.format(value);
            String shown = setting.isSecret() && !text.isEmpty() ? MASK : text;
            return new Row(
                    setting.key(),
                    shown,
                    origin.label(),
                    setting.type().name(),
                    setting.format(setting.defaultValue()),
                    setting.doc());
        }
    }
}
