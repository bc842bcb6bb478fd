package gossip.cli.quota;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that say whom a quota is for. */
final class QuotaTarget {
    /** What stands for everybody who has no quota of their own. */
    private static final String DEFAULT = "default";

    @Option(
            names = {"-u", "--user"},
            paramLabel = "NAME",
            description = "A user; \"default\" for all that have no quota of their own.")
    private @Nullable String user;

    @Option(
            names = {"-i", "--client-id"},
            paramLabel = "ID",
            description =
                    "A client id; \"default\" for all that have no quota of their own. May be combined with a user.")
    private @Nullable String clientId;

    @Option(
            names = "--ip",
            paramLabel = "ADDRESS",
            description = "An address; \"default\" for all that have no quota of their own.")
    private @Nullable String ip;

    /** Whom it is for; empty if nobody is named. */
    Map<String, @Nullable String> entries() {
        Map<String, @Nullable String> entries = new HashMap<>();
        put(entries, ClientQuotaEntity.USER, user);
        put(entries, ClientQuotaEntity.CLIENT_ID, clientId);
        put(entries, ClientQuotaEntity.IP, ip);
        return entries;
    }

    private static void put(Map<String, @Nullable String> entries, String type, @Nullable String name) {
        if (name != null) {
            entries.put(type, name.equals(DEFAULT) ? null : name);
        }
    }

    /** How people are told of one. */
    static String shown(Map<String, @Nullable String> entries, String type) {
        if (!entries.containsKey(type)) {
            return "";
        }
        String name = entries.get(type);
        return name == null ? DEFAULT : name;
    }
}
