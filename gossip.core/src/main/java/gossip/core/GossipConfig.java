package gossip.core;

import gossip.api.config.NodeSettings;
import gossip.core.config.ConfigSources;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What an embedded broker is started with: the settings of {@code gossip.yaml}, given in code. The environment is not looked
 * at, so that a program behaves the same wherever it runs. Immutable: every method gives a new configuration.
 */
public final class GossipConfig {
    private static final String LABEL = "GossipConfig";

    private final ConfigSources sources;
    private final Optional<Path> plugins;

    private GossipConfig(ConfigSources sources, Optional<Path> plugins) {
        this.sources = sources;
        this.plugins = plugins;
    }

    /**
     * A broker that keeps its files in a directory and serves Kafka clients on a free port of 127.0.0.1.
     *
     * @param dataDir made if it is not there; one broker at a time can use it
     * @return the configuration
     */
    public static GossipConfig in(Path dataDir) {
        return new GossipConfig(ConfigSources.NONE, Optional.empty())
                .set(NodeSettings.DATA_DIR.key(), dataDir.toString())
                .set(NodeSettings.BIND_ADDRESS.key(), "127.0.0.1:0");
    }

    /**
     * A broker as a configuration file describes it.
     *
     * @param file a {@code gossip.yaml}
     * @return the configuration
     */
    public static GossipConfig file(Path file) {
        ConfigSources sources = new ConfigSources(Optional.of(file), java.util.Map.of(), java.util.List.of());
        return new GossipConfig(sources, Optional.empty());
    }

    /**
     * Gives a setting a value, over whatever it had.
     *
     * @param key key with dots, such as {@code storage.durability}
     * @param value text as it would stand in the file, such as {@code os}
     * @return a new configuration; whether key and value are right is checked at the start
     */
    public GossipConfig set(String key, String value) {
        return new GossipConfig(sources.with(LABEL, key, value), plugins);
    }

    /**
     * Serves Kafka clients at an address.
     *
     * @param hostAndPort such as {@code 127.0.0.1:9092}; port 0 takes a free one
     * @return a new configuration
     */
    public GossipConfig bind(String hostAndPort) {
        return set(NodeSettings.BIND_ADDRESS.key(), hostAndPort);
    }

    /**
     * Loads plugins that are not on the module path or class path of this program.
     *
     * @param directory holds a folder of jars for each plugin
     * @return a new configuration
     */
    public GossipConfig plugins(Path directory) {
        return new GossipConfig(sources, Optional.of(directory));
    }

    ConfigSources sources() {
        return sources;
    }

    Optional<Path> plugins() {
        return plugins;
    }
}
