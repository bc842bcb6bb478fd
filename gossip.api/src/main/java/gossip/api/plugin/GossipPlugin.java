package gossip.api.plugin;

/**
 * A plugin. Found by {@link java.util.ServiceLoader}, through {@code provides} in a module or {@code META-INF/services} in a
 * plain jar; created once with its public no-argument constructor. Called by the thread that starts the broker.
 */
public interface GossipPlugin {
    /** Version of this SPI. It grows when a plugin compiled against an older one would no longer work. */
    int API_VERSION = 1;

    /**
     * Name of the plugin, unique in a broker.
     *
     * @return lower-case letters, digits, - and .
     */
    String name();

    /**
     * Version of the plugin itself, for people.
     *
     * @return any text
     */
    default String version() {
        return "unspecified";
    }

    /**
     * The SPI version that the plugin was compiled against. The constant is compiled into the plugin, so that the default
     * needs overriding: {@code return GossipPlugin.API_VERSION;}
     *
     * @return a version
     */
    int apiVersion();

    /**
     * Names what the plugin provides. Must not start anything.
     *
     * @param registrar takes factories and settings
     */
    void register(Registrar registrar);
}
