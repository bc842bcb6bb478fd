package gossip.core.plugin;

import gossip.api.plugin.ProviderFactory;

/**
 * An implementation that a plugin offers.
 *
 * @param <T> the SPI
 * @param spi its interface
 * @param name name to select it by
 * @param factory makes it
 * @param plugin name of the plugin
 * @param location jar or folder of the plugin
 */
record Provision<T>(Class<T> spi, String name, ProviderFactory<? extends T> factory, String plugin, String location) {
    @Override
    public String toString() {
        return spi.getSimpleName() + " \"" + name + "\" of plugin " + plugin;
    }
}
