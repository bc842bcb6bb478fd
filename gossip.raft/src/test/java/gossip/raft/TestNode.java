package gossip.raft;

import gossip.api.config.NodeSettings;
import gossip.api.config.Setting;
import gossip.api.config.Settings;
import gossip.api.consensus.ConsensusEngine;
import gossip.api.metadata.MetadataStore;
import gossip.api.metrics.Metrics;
import gossip.api.plugin.PluginContext;
import gossip.api.plugin.ProviderFactory;
import gossip.api.plugin.Registrar;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A node with nothing but its metadata, put together from the plugin as the broker does it. */
public final class TestNode implements PluginContext {
    private final Path dataDir;
    private final Map<Setting<?>, Object> values = new HashMap<>();
    private final Map<Class<?>, ProviderFactory<?>> factories = new HashMap<>();
    private final Map<Class<?>, Object> created = new HashMap<>();

    public TestNode(Path dataDir) {
        this.dataDir = dataDir;
        new RaftPlugin().register(new Registrar() {
            @Override
            public <T> Registrar provide(Class<T> spi, String name, ProviderFactory<? extends T> factory) {
                factories.put(spi, factory);
                return this;
            }

            @Override
            public Registrar setting(Setting<?> setting) {
                return this;
            }
        });
    }

    public <T> TestNode with(Setting<T> setting, T value) {
        values.put(setting, value);
        return this;
    }

    public MetadataStore store() {
        return selected(MetadataStore.class);
    }

    public ConsensusEngine engine() {
        return selected(ConsensusEngine.class);
    }

    @Override
    public String nodeName() {
        return settings().value(NodeSettings.ID);
    }

    @Override
    public Settings settings() {
        return new Settings() {
            @Override
            @SuppressWarnings("unchecked")
            public <T> T value(Setting<T> setting) {
                return (T) values.getOrDefault(setting, setting.defaultValue());
            }
        };
    }

    @Override
    public Path dataDir() {
        return dataDir;
    }

    @Override
    public Metrics metrics() {
        throw new UnsupportedOperationException("nothing is measured");
    }

    @Override
    public InstantSource clock() {
        return InstantSource.system();
    }

    @Override
    public <T> T selected(Class<T> spi) {
        Object present = created.get(spi);
        if (present == null) {
            present = create(spi);
            created.put(spi, present);
        }
        return spi.cast(present);
    }

    @Override
    public <T> List<T> all(Class<T> spi) {
        return List.of(selected(spi));
    }

    private Object create(Class<?> spi) {
        try {
            return factories.get(spi).create(this);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
