package gossip.api.plugin;

import gossip.api.config.Settings;
import gossip.api.metrics.Metrics;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/** What an implementation may use while it is created. */
public interface PluginContext {
    /**
     * Name of this node.
     *
     * @return {@code node.id}
     */
    String nodeName();

    /**
     * Effective settings.
     *
     * @return immutable
     */
    Settings settings();

    /**
     * Directory of the node's files, locked by this process. Each implementation uses a subdirectory of its own.
     *
     * @return exists
     */
    Path dataDir();

    /**
     * Where figures are reported.
     *
     * @return the registry of the broker
     */
    Metrics metrics();

    /**
     * The broker's clock.
     *
     * @return wall clock time
     */
    InstantSource clock();

    /**
     * The selected implementation of another SPI, created now if it was not yet.
     *
     * @param <T> the SPI
     * @param spi its interface
     * @return the implementation
     * @throws IllegalStateException if none is installed or the plugins need each other in a circle
     */
    <T> T selected(Class<T> spi);

    /**
     * All implementations of an SPI.
     *
     * @param <T> the SPI
     * @param spi its interface
     * @return perhaps none
     */
    <T> List<T> all(Class<T> spi);
}
