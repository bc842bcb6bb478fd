package gossip.core.config;

import gossip.core.config.ConfigException.Problem;
import gossip.core.config.Written.Shape;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** How settings are called in the environment: {@code node.id} is {@code GOSSIP_NODE_ID}. */
final class EnvironmentNames {
    private static final String PREFIX = "GOSSIP_";
    /** Variables of the start scripts and the command line; they are no settings. */
    private static final Set<String> RESERVED = Set.of(
            "GOSSIP_AOT",
            "GOSSIP_BOOTSTRAP",
            "GOSSIP_CLI_OPTS",
            "GOSSIP_CONFIG",
            "GOSSIP_HEAP",
            "GOSSIP_HOME",
            "GOSSIP_JAVA",
            "GOSSIP_JAVA_HOME",
            "GOSSIP_OPTS");
    /** With so few changes to a known name a variable is a slip of the pen, not somebody else's. */
    private static final int SLIP = 2;

    private final Map<String, String> keysByVariable = new TreeMap<>();

    EnvironmentNames(Collection<String> keys) {
        for (String key : keys) {
            keysByVariable.put(variable(key), key);
        }
    }

    static String variable(String key) {
        return PREFIX + key.toUpperCase(Locale.ROOT).replace('.', '_');
    }

    /** Values of all known settings that stand in an environment. */
    List<Written> values(Map<String, String> environment) {
        List<Written> values = new ArrayList<>();
        keysByVariable.forEach((variable, key) -> {
            String text = environment.get(variable);
            if (text != null) {
                values.add(new Written(key, text, Shape.SCALAR, Origin.environment(variable)));
            }
        });
        return values;
    }

    /**
     * Judges variables that look like settings and are none. A slip of the pen is refused. Others only get a warning, because
     * they need not be meant for this program: container platforms make variables out of the names of services.
     */
    void judgeOthers(Collection<String> variables, List<Problem> problems, List<String> warnings) {
        for (String variable : new TreeSet<>(variables)) {
            if (!variable.startsWith(PREFIX) || RESERVED.contains(variable) || keysByVariable.containsKey(variable)) {
                continue;
            }
            String nearest = nearest(variable);
            String message = "there is no setting of that name; the nearest is " + nearest;
            if (NearestKey.distance(variable, nearest) <= SLIP) {
                problems.add(new Problem(Origin.environment(variable).label(), message));
            } else {
                warnings.add(Origin.environment(variable).label() + " is ignored: " + message);
            }
        }
    }

    private String nearest(String variable) {
        return NearestKey.of(variable, keysByVariable.keySet());
    }
}
