package gossip.core.resource;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.broker.Configs.Entry;
import gossip.api.broker.Configs.Source;
import gossip.api.broker.Configs.Synonym;
import gossip.api.broker.Configs.ValueType;
import gossip.api.config.Setting;
import gossip.api.config.SettingType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Settings that a group of the consumer protocol can have of its own, with Kafka's names, and the broker's limits. */
public final class GroupConfigs {
    private static final String SESSION = "consumer.session.timeout.ms";
    private static final String HEARTBEAT = "consumer.heartbeat.interval.ms";

    private final GroupTimes times;
    private final Setting<Integer> sessionTimeoutMs;
    private final Setting<Integer> heartbeatIntervalMs;
    private final Schema schema;

    /**
     * Creates the settings.
     *
     * @param times what holds for groups without settings of their own, and what those may be
     */
    public GroupConfigs(GroupTimes times) {
        this.times = times;
        this.sessionTimeoutMs = setting(
                SESSION, times.session(), "Silence in ms after which a member of the consumer protocol is taken out.");
        this.heartbeatIntervalMs = setting(
                HEARTBEAT,
                times.heartbeat(),
                "Time in ms between two heartbeats of a member of the consumer protocol.");
        this.schema = new NamedSettings("a group", ErrorCode.INVALID_CONFIG, List.copyOf(all()), this::checkTogether);
    }

    private List<Setting<Integer>> all() {
        return List.of(heartbeatIntervalMs, sessionTimeoutMs);
    }

    /**
     * What a group's settings are judged by.
     *
     * @return for edits
     */
    public Schema schema() {
        return schema;
    }

    /**
     * Silence after which a member is taken out.
     *
     * @param overrides the group's own values by name, as the metadata keeps them
     * @return in ms, within the limits
     */
    public int sessionTimeoutMs(Map<String, String> overrides) {
        return times.session().nearest(value(SESSION, times.session(), overrides));
    }

    /**
     * Time between two heartbeats of a member.
     *
     * @param overrides the group's own values by name, as the metadata keeps them
     * @return in ms, within the limits
     */
    public int heartbeatIntervalMs(Map<String, String> overrides) {
        return times.heartbeat().nearest(value(HEARTBEAT, times.heartbeat(), overrides));
    }

    private static int value(String name, GroupTimes.Range range, Map<String, String> overrides) {
        String text = overrides.get(name);
        // what was set under other limits is not refused here, but brought within them
        return text == null ? range.usualMs() : Integer.parseInt(text.trim());
    }

    /**
     * Describes a group's settings.
     *
     * @param group group id
     * @param overrides its own values by name
     * @return all of them
     * @throws BrokerException INVALID_REQUEST if the group has no name
     */
    public List<Entry> entries(String group, Map<String, String> overrides) {
        if (group.isEmpty()) {
            throw new BrokerException(ErrorCode.INVALID_REQUEST, "the name of a group must not be empty");
        }
        return all().stream()
                .map(setting -> entry(setting, Optional.ofNullable(overrides.get(setting.key()))))
                .toList();
    }

    private Entry entry(Setting<Integer> setting, Optional<String> override) {
        String brokers = setting.format(setting.defaultValue());
        boolean isSession = setting.key().equals(SESSION);
        Duration builtIn = (isSession ? GroupTimes.SESSION_TIMEOUT : GroupTimes.HEARTBEAT_INTERVAL).defaultValue();
        String builtInMs = Long.toString(builtIn.toMillis());
        String brokersName = "group." + setting.key();
        List<Synonym> synonyms = new ArrayList<>();
        override.ifPresent(value -> synonyms.add(new Synonym(setting.key(), override, Source.GROUP)));
        if (!brokers.equals(builtInMs)) {
            synonyms.add(new Synonym(brokersName, Optional.of(brokers), Source.BROKER_STATIC));
        }
        synonyms.add(new Synonym(brokersName, Optional.of(builtInMs), Source.DEFAULT));
        return new Entry(
                setting.key(),
                synonyms.getFirst().value(),
                synonyms.getFirst().source(),
                ValueType.INT,
                false,
                false,
                setting.doc(),
                List.copyOf(synonyms));
    }

    private void checkTogether(Map<String, String> after) {
        int session = value(SESSION, times.session(), after);
        int heartbeat = value(HEARTBEAT, times.heartbeat(), after);
        if (session <= heartbeat) {
            throw new IllegalArgumentException(
                    SESSION + " (" + session + ") must be more than " + HEARTBEAT + " (" + heartbeat + ")");
        }
    }

    private static Setting<Integer> setting(String name, GroupTimes.Range range, String doc) {
        return Setting.of(name, SettingType.INT, range.usualMs(), doc)
                .require(range::allows, range.leastMs() + " to " + range.mostMs());
    }
}
