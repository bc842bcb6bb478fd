package gossip.launcher;

import gossip.api.config.NodeSettings;
import gossip.core.config.ConfigSources;
import gossip.core.plugin.PluginSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the broker's process was asked to do.
 *
 * @param config configuration file, if one was named
 * @param settings values that win over file and environment
 * @param environment variables of the process
 */
public record StartOptions(
        Optional<Path> config, List<ConfigSources.Override> settings, Map<String, String> environment) {
    /** What {@link #parse} understands. */
    public static final String USAGE = """
        usage: gossip start [--config FILE] [--data-dir DIR] [--plugins-dir DIR] [--set KEY=VALUE]...\
        """;

    private static final String FILE = "gossip.yaml";

    /** Copies the collections. */
    public StartOptions {
        settings = List.copyOf(settings);
        environment = Map.copyOf(environment);
    }

    /**
     * Reads arguments. A value may stand in the next argument or behind an equals sign.
     *
     * @param arguments as the process got them
     * @param environment variables of the process
     * @return the options
     * @throws IllegalArgumentException naming the argument that is wrong
     */
    public static StartOptions parse(List<String> arguments, Map<String, String> environment) {
        Optional<Path> config = Optional.empty();
        List<ConfigSources.Override> settings = new ArrayList<>();
        Iterator<String> rest = arguments.iterator();
        while (rest.hasNext()) {
            String argument = rest.next();
            int equals = argument.indexOf('=');
            String name = equals < 0 ? argument : argument.substring(0, equals);
            switch (name) {
                case "--config" -> config = Optional.of(Path.of(value(name, argument, equals, rest)));
                case "--data-dir" ->
                    settings.add(override(name, NodeSettings.DATA_DIR.key(), value(name, argument, equals, rest)));
                case "--plugins-dir" ->
                    settings.add(override(name, PluginSettings.DIR.key(), value(name, argument, equals, rest)));
                case "--set" -> settings.add(setting(value(name, argument, equals, rest)));
                default -> throw new IllegalArgumentException("unknown argument " + argument + "\n" + USAGE);
            }
        }
        return new StartOptions(config, settings, environment);
    }

    private static String value(String name, String argument, int equals, Iterator<String> rest) {
        if (equals >= 0) {
            return argument.substring(equals + 1);
        }
        if (!rest.hasNext()) {
            throw new IllegalArgumentException(name + " needs a value\n" + USAGE);
        }
        return rest.next();
    }

    private static ConfigSources.Override setting(String text) {
        int equals = text.indexOf('=');
        if (equals < 1) {
            throw new IllegalArgumentException("--set needs KEY=VALUE, not " + text + "\n" + USAGE);
        }
        return override("--set", text.substring(0, equals), text.substring(equals + 1));
    }

    private static ConfigSources.Override override(String label, String key, String value) {
        return new ConfigSources.Override(label, key, value);
    }

    /** The file named, else that of GOSSIP_CONFIG, else gossip.yaml here, else that of the installation. */
    Optional<Path> configFile() {
        return config.or(() -> variable("GOSSIP_CONFIG").map(Path::of))
                .or(() -> existing(Path.of(FILE)))
                .or(() -> home().flatMap(home -> existing(home.resolve("config").resolve(FILE))));
    }

    /** Where the installation keeps added plugins. */
    Optional<Path> installedPlugins() {
        return home().map(home -> home.resolve("plugins"));
    }

    ConfigSources sources() {
        return new ConfigSources(configFile(), environment, settings);
    }

    private Optional<Path> home() {
        return variable("GOSSIP_HOME").map(Path::of);
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(text -> !text.isEmpty());
    }

    private static Optional<Path> existing(Path file) {
        return Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
    }
}
