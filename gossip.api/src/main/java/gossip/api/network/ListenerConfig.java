package gossip.api.network;

import gossip.api.config.NodeSettings;
import gossip.api.config.Setting;
import gossip.api.config.SettingType;
import gossip.api.config.Settings;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * One place where clients connect.
 *
 * @param name unique; clients that come here are told the addresses of the listeners of this name
 * @param address where it is bound and what clients are told
 * @param protocol what protects it
 * @param mechanisms SASL mechanisms; empty without SASL
 * @param clientAuth whether clients have to show a certificate
 */
public record ListenerConfig(
        String name, ListenAddress address, Protocol protocol, List<String> mechanisms, ClientAuth clientAuth) {
    /** All listeners. */
    public static final Setting<List<String>> LISTENERS = Setting.of(
                    "network.listeners",
                    SettingType.LIST,
                    List.<String>of(),
                    "Places where Kafka clients connect, each with name, bind_address, and as needed"
                        + " advertised_address, protocol (plaintext, tls, sasl_plaintext or sasl_tls), sasl_mechanisms"
                        + " and client_auth (none, requested or required); when empty, one without protection at"
                        + " node.bind_address. See security.md.")
            .require(
                    ListenerConfig::areValid,
                    "listeners, each with a name of its own and a bind_address: name=kafka bind_address=127.0.0.1:9092"
                            + " protocol=sasl_tls sasl_mechanisms=SCRAM-SHA-512 client_auth=none");

    private static final String DEFAULT_NAME = "kafka";
    /** Under this name nodes tell each other where they vote. */
    private static final String VOTER = "voter";

    private static final List<String> DEFAULT_MECHANISMS = List.of("SCRAM-SHA-256", "SCRAM-SHA-512");
    private static final Set<String> KEYS =
            Set.of("name", "bind_address", "advertised_address", "protocol", "sasl_mechanisms", "client_auth");

    /** Copies the list. */
    public ListenerConfig {
        mechanisms = List.copyOf(mechanisms);
    }

    /**
     * Reads the settings.
     *
     * @param settings effective values
     * @return at least one
     */
    public static List<ListenerConfig> from(Settings settings) {
        List<String> texts = settings.value(LISTENERS);
        return texts.isEmpty()
                ? List.of(new ListenerConfig(
                        DEFAULT_NAME,
                        new ListenAddress(
                                ListenAddress.HostAndPort.parse(settings.value(NodeSettings.BIND_ADDRESS)),
                                settings.value(NodeSettings.ADVERTISED_ADDRESS)),
                        Protocol.PLAINTEXT,
                        List.of(),
                        ClientAuth.NONE))
                : texts.stream().map(ListenerConfig::parse).toList();
    }

    /**
     * Whether clients have to prove who they are.
     *
     * @return true if so
     */
    public boolean isAuthenticated() {
        return protocol.isSasl() || protocol.isTls() && clientAuth == ClientAuth.REQUIRED;
    }

    private static boolean areValid(List<String> texts) {
        Set<String> names = new HashSet<>();
        for (String text : texts) {
            try {
                if (!names.add(parse(text).name())) {
                    return false;
                }
            } catch (IllegalArgumentException e) {
                return false;
            }
        }
        return true;
    }

    private static ListenerConfig parse(String text) {
        Map<String, String> values = new HashMap<>();
        for (String pair : text.trim().split("\\s+")) {
            int equals = pair.indexOf('=');
            String key = equals < 0 ? pair : pair.substring(0, equals);
            if (equals < 0 || !KEYS.contains(key) || values.put(key, pair.substring(equals + 1)) != null) {
                throw new IllegalArgumentException("listener: " + pair);
            }
        }
        String name = values.getOrDefault("name", "");
        if (!name.matches("[A-Za-z0-9._-]{1,100}") || name.equals(VOTER) || DoorSettings.NAMES.contains(name)) {
            throw new IllegalArgumentException("name: " + name);
        }
        Protocol protocol = word(Protocol.class, values.getOrDefault("protocol", "plaintext"));
        ListenAddress address = new ListenAddress(
                ListenAddress.HostAndPort.parse(values.getOrDefault("bind_address", "")),
                checked(values.getOrDefault("advertised_address", "")));
        ClientAuth clientAuth = word(ClientAuth.class, values.getOrDefault("client_auth", "none"));
        if (clientAuth != ClientAuth.NONE && !protocol.isTls()) {
            throw new IllegalArgumentException("client_auth needs tls");
        }
        return new ListenerConfig(name, address, protocol, mechanisms(values, protocol), clientAuth);
    }

    private static String checked(String advertised) {
        return advertised.isEmpty()
                ? ""
                : ListenAddress.HostAndPort.parse(advertised).toString();
    }

    private static List<String> mechanisms(Map<String, String> values, Protocol protocol) {
        String text = values.get("sasl_mechanisms");
        if (!protocol.isSasl()) {
            if (text != null) {
                throw new IllegalArgumentException("sasl_mechanisms need sasl");
            }
            return List.of();
        }
        return text == null
                ? DEFAULT_MECHANISMS
                : List.of(text.toUpperCase(Locale.ROOT).split("[|+]"));
    }

    private static <E extends Enum<E>> E word(Class<E> type, String word) {
        return Enum.valueOf(type, word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
