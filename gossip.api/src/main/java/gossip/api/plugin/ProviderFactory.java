package gossip.api.plugin;

import java.io.IOException;

/**
 * Creates an implementation of an SPI.
 *
 * @param <T> the SPI
 */
@FunctionalInterface
public interface ProviderFactory<T> {
    /**
     * Creates it. Must not do more than opening what it needs; what has to run is started by a method of the SPI.
     *
     * @param context what it may use
     * @return the implementation
     * @throws IOException if files or sockets cannot be opened
     */
    T create(PluginContext context) throws IOException;
}
