package gossip.core.plugin;

import gossip.api.config.Setting;
import gossip.api.network.NetworkServer;
import gossip.api.plugin.GossipPlugin;
import gossip.api.plugin.ProviderFactory;
import gossip.api.plugin.RecordInterceptor;
import gossip.api.plugin.Registrar;
import gossip.api.query.QueryEngine;
import gossip.api.record.CompressionCodec;
import gossip.api.schema.SchemaRegistry;
import gossip.api.security.Authenticator;
import gossip.api.security.Authorizer;
import gossip.api.telemetry.TelemetryReceiver;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Writes down what one plugin provides. */
final class Registration implements Registrar {
    /** SPIs of which all implementations are used. */
    private static final Set<Class<?>> ALL_ARE_USED = Set.of(
            NetworkServer.class,
            RecordInterceptor.class,
            Authorizer.class,
            Authenticator.class,
            CompressionCodec.class,
            SchemaRegistry.class,
            QueryEngine.class,
            TelemetryReceiver.class);

    private final String name;
    private final FoundPlugin found;
    private final List<Provision<?>> provisions = new ArrayList<>();
    private final List<Setting<?>> settings = new ArrayList<>();

    private Registration(String name, FoundPlugin found) {
        this.name = name;
        this.found = found;
    }

    /**
     * Asks a plugin what it is and what it provides.
     *
     * @param found the plugin
     * @return what it said
     * @throws IllegalArgumentException with what is wrong with it
     */
    static Registration of(FoundPlugin found) {
        int version = found.plugin().apiVersion();
        if (version != GossipPlugin.API_VERSION) {
            throw new IllegalArgumentException("it was compiled for version " + version
                    + " of the plugin interfaces, this broker has version " + GossipPlugin.API_VERSION);
        }
        String name = found.plugin().name();
        if (name == null || !name.matches("[a-z0-9.-]{1,100}")) {
            throw new IllegalArgumentException(
                    "its name is \"" + name + "\"; allowed are lower-case letters, digits, '-' and '.'");
        }
        Registration registration = new Registration(name, found);
        found.plugin().register(registration);
        return registration;
    }

    @Override
    public <T> Registrar provide(Class<T> spi, String provided, ProviderFactory<? extends T> factory) {
        if (!ALL_ARE_USED.contains(spi) && PluginSettings.choice(spi).isEmpty()) {
            throw new IllegalArgumentException(spi.getName() + " is no interface that a plugin can provide");
        }
        provisions.add(new Provision<>(spi, provided, factory, name, found.location()));
        return this;
    }

    @Override
    public Registrar setting(Setting<?> setting) {
        settings.add(setting);
        return this;
    }

    String name() {
        return name;
    }

    String version() {
        return found.plugin().version();
    }

    String location() {
        return found.location();
    }

    List<Provision<?>> provisions() {
        return provisions;
    }

    List<Setting<?>> settings() {
        return settings;
    }
}
