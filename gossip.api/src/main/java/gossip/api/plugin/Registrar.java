package gossip.api.plugin;

import gossip.api.config.Setting;

/** Takes what a plugin provides. */
public interface Registrar {
    /**
     * Offers an implementation of an SPI. SPIs of which a broker has one (such as {@link gossip.api.storage.LogStore}) are
     * selected by name in the configuration; of the others (such as {@link gossip.api.network.NetworkServer} and {@link
     * RecordInterceptor}) all are used.
     *
     * @param <T> the SPI
     * @param spi its interface
     * @param name name to select it by, unique for the SPI
     * @param factory creates it when it is needed, at most once
     * @return this
     */
    <T> Registrar provide(Class<T> spi, String name, ProviderFactory<? extends T> factory);

    /**
     * Declares a setting, so that it may stand in {@code gossip.yaml} and in the generated reference.
     *
     * @param setting the setting; its key must be new
     * @return this
     */
    Registrar setting(Setting<?> setting);
}
