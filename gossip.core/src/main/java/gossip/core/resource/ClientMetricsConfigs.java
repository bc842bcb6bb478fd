package gossip.core.resource;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.broker.Configs.Entry;
import gossip.api.broker.Configs.Source;
import gossip.api.broker.Configs.Synonym;
import gossip.api.broker.Configs.ValueType;
import gossip.api.config.Setting;
import gossip.api.config.SettingType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Settings of a subscription to metrics of clients (KIP-714). */
public final class ClientMetricsConfigs {
    /** How often clients push. */
    public static final Setting<Integer> INTERVAL_MS = Setting.of(
                    "interval.ms", SettingType.INT, 300_000, "Time in ms between two pushes of a client.")
            .require(value -> value >= 100 && value <= 3_600_000, "100 to 3600000 (1 hour)");

    /** What they push. */
    public static final Setting<List<String>> METRICS = Setting.of(
            "metrics",
            SettingType.LIST,
            List.<String>of(),
            "Beginnings of the names of metrics that clients push; * for all of them.");

    /** Which clients do. */
    public static final Setting<List<String>> MATCH = Setting.of(
            "match",
            SettingType.LIST,
            List.<String>of(),
            "Which clients the subscription is for, such as client_software_name=apache-kafka-java; the values are"
                    + " regular expressions, and all have to match. Empty for every client.");

    /** What clients can be chosen by. */
    public static final Set<String> SELECTORS = Set.of(
            "client_instance_id",
            "client_id",
            "client_software_name",
            "client_software_version",
            "client_source_address",
            "client_source_port");

    private static final List<Setting<?>> ALL = List.of(INTERVAL_MS, MATCH, METRICS);
    private static final int MAX_PATTERN_LENGTH = 1_000;

    private static final Schema SCHEMA = new NamedSettings(
            "a subscription to client metrics", ErrorCode.INVALID_REQUEST, ALL, after -> patterns(after));

    private ClientMetricsConfigs() {}

    /**
     * What a subscription is judged by.
     *
     * @return for edits
     */
    public static Schema schema() {
        return SCHEMA;
    }

    /**
     * Makes sure that a subscription has a name.
     *
     * @param subscription its name
     * @throws BrokerException INVALID_REQUEST if it is empty
     */
    public static void checkName(String subscription) {
        if (subscription.isEmpty()) {
            throw new BrokerException(
                    ErrorCode.INVALID_REQUEST, "the name of a subscription to client metrics must not be empty");
        }
    }

    /**
     * The value of a setting.
     *
     * @param <T> its type
     * @param setting one of this class
     * @param configs the subscription's values by name
     * @return what was set, else the default
     */
    public static <T> T value(Setting<T> setting, Map<String, String> configs) {
        String text = configs.get(setting.key());
        return text == null ? setting.defaultValue() : setting.parse(text);
    }

    /**
     * Which clients a subscription is for.
     *
     * @param configs the subscription's values by name
     * @return patterns by selector; all must match
     * @throws BrokerException INVALID_CONFIG if one is not a pattern
     */
    public static Map<String, Pattern> patterns(Map<String, String> configs) {
        Map<String, Pattern> patterns = new HashMap<>();
        for (String item : value(MATCH, configs)) {
            int equals = item.indexOf('=');
            String selector = equals < 0 ? "" : item.substring(0, equals).trim();
            if (!SELECTORS.contains(selector) || item.length() > MAX_PATTERN_LENGTH) {
                throw illegal(item, "expected SELECTOR=PATTERN with one of " + SELECTORS);
            }
            try {
                patterns.put(
                        selector, Pattern.compile(item.substring(equals + 1).trim()));
            } catch (PatternSyntaxException e) {
                throw illegal(item, e.getDescription());
            }
        }
        return patterns;
    }

    /**
     * Describes a subscription: what was set, as Kafka does.
     *
     * @param subscription its name
     * @param configs its values by name
     * @return those values
     */
    public static List<Entry> entries(String subscription, Map<String, String> configs) {
        checkName(subscription);
        return ALL.stream()
                .filter(setting -> configs.containsKey(setting.key()))
                .map(setting -> entry(setting, Optional.ofNullable(configs.get(setting.key()))))
                .toList();
    }

    private static Entry entry(Setting<?> setting, Optional<String> value) {
        ValueType type = setting.type().equals(SettingType.LIST) ? ValueType.LIST : ValueType.INT;
        List<Synonym> synonyms = List.of(new Synonym(setting.key(), value, Source.CLIENT_METRICS));
        return new Entry(setting.key(), value, Source.CLIENT_METRICS, type, false, false, setting.doc(), synonyms);
    }

    private static BrokerException illegal(String pattern, String reason) {
        return new BrokerException(
                ErrorCode.INVALID_CONFIG, "illegal client matching pattern '" + pattern + "': " + reason);
    }
}
