package gossip.core.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that configures a node.
 *
 * @param file the configuration file, if there is one
 * @param environment variables of the process; empty to ignore them
 * @param overrides values that win over both, in order; the last one of a key counts
 */
public record ConfigSources(Optional<Path> file, Map<String, String> environment, List<Override> overrides) {
    /** Nothing: every setting has its default. */
    public static final ConfigSources NONE = new ConfigSources(Optional.empty(), Map.of(), List.of());

    /** Copies the collections. */
    public ConfigSources {
        environment = Map.copyOf(environment);
        overrides = List.copyOf(overrides);
    }

    /**
     * Adds an override.
     *
     * @param label where it is from, such as {@code --set}
     * @param key key with dots
     * @param value its text
     * @return new sources
     */
    public ConfigSources with(String label, String key, String value) {
        List<Override> more = new ArrayList<>(overrides);
        more.add(new Override(label, key, value));
        return new ConfigSources(file, environment, more);
    }

    /**
     * A value that wins.
     *
     * @param label where it is from, such as {@code --set}
     * @param key key with dots
     * @param value its text
     */
    public record Override(String label, String key, String value) {}
}
