package gossip.core.resource;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.broker.Configs.Entry;
import gossip.api.broker.Configs.Source;
import gossip.api.broker.Configs.Synonym;
import gossip.api.broker.Configs.ValueType;
import gossip.api.config.Setting;
import gossip.api.config.SettingType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Settings that a group of the consumer protocol can have of its own, with Kafka's names, defaults and limits. */
public final class GroupConfigs {
    /** Silence after which a member is taken out. */
    public static final Setting<Integer> SESSION_TIMEOUT_MS = between(
            45_000,
            60_000,
            "consumer.session.timeout.ms",
            45_000,
            "Silence in ms after which a member of the consumer protocol is taken out.");

    /** Time between two heartbeats of a member. */
    public static final Setting<Integer> HEARTBEAT_INTERVAL_MS = between(
            5_000,
            15_000,
            "consumer.heartbeat.interval.ms",
            5_000,
            "Time in ms between two heartbeats of a member of the consumer protocol.");

    /** All of them, by name. */
    public static final List<Setting<?>> ALL = List.of(HEARTBEAT_INTERVAL_MS, SESSION_TIMEOUT_MS);

    static final Schema SCHEMA =
            new NamedSettings("a group", ErrorCode.INVALID_CONFIG, ALL, GroupConfigs::checkTogether);

    private GroupConfigs() {}

    /**
     * What a group's settings are judged by.
     *
     * @return for edits
     */
    public static Schema schema() {
        return SCHEMA;
    }

    /**
     * The effective value of a setting.
     *
     * @param <T> its type
     * @param setting one of {@link #ALL}
     * @param overrides the group's own values by name, as the metadata keeps them
     * @return the override, else the default
     */
    public static <T> T value(Setting<T> setting, Map<String, String> overrides) {
        String text = overrides.get(setting.key());
        return text == null ? setting.defaultValue() : setting.parse(text);
    }

    /**
     * Describes a group's settings.
     *
     * @param group group id
     * @param overrides its own values by name
     * @return all of them
     * @throws BrokerException INVALID_REQUEST if the group has no name
     */
    public static List<Entry> entries(String group, Map<String, String> overrides) {
        if (group.isEmpty()) {
            throw new BrokerException(ErrorCode.INVALID_REQUEST, "the name of a group must not be empty");
        }
        return ALL.stream()
                .map(setting -> entry(setting, Optional.ofNullable(overrides.get(setting.key()))))
                .toList();
    }

    private static <T> Entry entry(Setting<T> setting, Optional<String> override) {
        String builtIn = setting.format(setting.defaultValue());
        List<Synonym> synonyms = new ArrayList<>();
        override.ifPresent(value -> synonyms.add(new Synonym(setting.key(), override, Source.GROUP)));
        synonyms.add(new Synonym("group." + setting.key(), Optional.of(builtIn), Source.DEFAULT));
        return new Entry(
                setting.key(),
                Optional.of(override.orElse(builtIn)),
                synonyms.getFirst().source(),
                ValueType.INT,
                false,
                false,
                setting.doc(),
                List.copyOf(synonyms));
    }

    private static void checkTogether(Map<String, String> after) {
        int session = value(SESSION_TIMEOUT_MS, after);
        int heartbeat = value(HEARTBEAT_INTERVAL_MS, after);
        if (session <= heartbeat) {
            throw new IllegalArgumentException("consumer.session.timeout.ms (" + session
                    + ") must be more than consumer.heartbeat.interval.ms (" + heartbeat + ")");
        }
    }

    private static Setting<Integer> between(int least, int most, String name, int defaultValue, String doc) {
        return Setting.of(name, SettingType.INT, defaultValue, doc)
                .require(value -> value >= least && value <= most, least + " to " + most);
    }
}
