package gossip.core.telemetry;

import gossip.api.BrokerException;
import gossip.api.metadata.ConfigResource;
import gossip.api.metadata.ConfigsImage;
import gossip.core.resource.ClientMetricsConfigs;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/** What the metadata wants of clients. Immutable. */
final class Subscriptions {
    /** Nothing is wanted. */
    static final Subscriptions NONE = new Subscriptions(List.of());

    private static final Logger LOG = System.getLogger(Subscriptions.class.getName());
    private static final String ALL_METRICS = "*";

    private final List<Rule> rules;

    private Subscriptions(List<Rule> rules) {
        this.rules = rules;
    }

    static Subscriptions of(ConfigsImage configs) {
        List<Rule> rules = new ArrayList<>();
        for (String name : configs.names(ConfigResource.Type.CLIENT_METRICS)) {
            Map<String, String> values = configs.of(new ConfigResource(ConfigResource.Type.CLIENT_METRICS, name));
            try {
                rules.add(new Rule(
                        ClientMetricsConfigs.value(ClientMetricsConfigs.METRICS, values),
                        ClientMetricsConfigs.value(ClientMetricsConfigs.INTERVAL_MS, values),
                        ClientMetricsConfigs.patterns(values)));
            } catch (BrokerException | IllegalArgumentException e) {
                LOG.log(
                        Level.ERROR,
                        "the subscription {0} to client metrics cannot be read: {1}",
                        name,
                        e.getMessage());
            }
        }
        return new Subscriptions(rules);
    }

    /** What one client is to push. */
    Wanted of(UUID instanceId, Map<String, String> selectors) {
        TreeSet<String> metrics = new TreeSet<>();
        int intervalMs = ClientMetricsConfigs.INTERVAL_MS.defaultValue();
        for (Rule rule : rules) {
            if (rule.matches(selectors)) {
                metrics.addAll(rule.metrics());
                intervalMs = Math.min(intervalMs, rule.intervalMs());
            }
        }
        List<String> names = metrics.contains(ALL_METRICS) ? List.of(ALL_METRICS) : List.copyOf(metrics);
        CRC32C crc = new CRC32C();
        crc.update((names.toString() + intervalMs).getBytes(StandardCharsets.UTF_8));
        return new Wanted((int) crc.getValue() ^ instanceId.hashCode(), intervalMs, names);
    }

    /**
     * What one client is to push.
     *
     * @param subscriptionId changes with the rest
     * @param intervalMs time between two pushes
     * @param metrics beginnings of names
     */
    record Wanted(int subscriptionId, int intervalMs, List<String> metrics) {}

    private record Rule(List<String> metrics, int intervalMs, Map<String, Pattern> patterns) {
        boolean matches(Map<String, String> selectors) {
            return patterns.entrySet().stream()
                    .allMatch(pattern -> pattern.getValue()
                            .matcher(selectors.getOrDefault(pattern.getKey(), ""))
                            .matches());
        }
    }
}
