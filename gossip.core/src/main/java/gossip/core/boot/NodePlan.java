package gossip.core.boot;

import gossip.core.config.ConfigException;
import gossip.core.config.ConfigLayers;
import gossip.core.config.ConfigSources;
import gossip.core.config.Configuration;
import gossip.core.plugin.PluginCatalog;
import gossip.core.plugin.PluginException;
import gossip.core.plugin.PluginSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a node is going to be: its effective configuration and its plugins. Making a plan reads files but changes nothing, so
 * that it also serves to show configuration and plugins to people.
 *
 * @param configuration effective values and where they are from
 * @param catalog installed plugins
 */
public record NodePlan(Configuration configuration, PluginCatalog catalog) {
    /**
     * Makes a plan.
     *
     * @param sources what people wrote
     * @param installedPlugins directory of added plugins where {@code plugins.dir} names none; it need not exist
     * @return the plan
     * @throws ConfigException with everything that is wrong with the configuration
     * @throws PluginException with everything that is wrong with plugins
     */
    public static NodePlan of(ConfigSources sources, Optional<Path> installedPlugins) {
        ConfigLayers layers = ConfigLayers.read(sources);
        String configured = layers.peek(PluginSettings.DIR);
        Optional<Path> directory =
                configured.isEmpty() ? installedPlugins.filter(Files::isDirectory) : Optional.of(Path.of(configured));
        PluginCatalog catalog = PluginCatalog.load(directory, layers.peek(PluginSettings.DISABLED));
        return new NodePlan(layers.resolve(catalog.settings()), catalog);
    }
}
