package gossip.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gossip.api.metrics.Metrics;
import gossip.api.plugin.GossipPlugin;
import gossip.api.plugin.PluginContext;
import gossip.api.plugin.Registrar;
import gossip.api.storage.IndexStore;
import gossip.api.storage.LogStore;
import gossip.api.storage.WriteAheadLog;
import gossip.core.StartException;
import gossip.core.config.ConfigException;
import gossip.core.config.ConfigLayers;
import gossip.core.config.ConfigSources;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ComponentsTest {
    private final List<String> events = new ArrayList<>();

    @Test
    void whatIsSelectedIsMadeOnceWhenItIsAskedFor() {
        Components components =
                components(registrar -> registrar.provide(LogStore.class, "segment", context -> make(LogStore.class)));

        assertThat(events).isEmpty();
        assertThat(components.selected(LogStore.class)).isSameAs(components.selected(LogStore.class));
        assertThat(events).containsExactly("make LogStore");
    }

    @Test
    void closesInReverseOrderOfMaking() {
        Components components = components(registrar -> registrar
                .provide(LogStore.class, "segment", context -> {
                    context.selected(IndexStore.class);
                    return make(LogStore.class);
                })
                .provide(IndexStore.class, "file", context -> make(IndexStore.class))
                .provide(WriteAheadLog.class, "file", context -> make(WriteAheadLog.class)));
        components.selected(LogStore.class);
        components.selected(WriteAheadLog.class);
        events.clear();

        components.close();
        components.close();

        assertThat(events).containsExactly("close WriteAheadLog", "close LogStore");
    }

    @Test
    void whatFailsToCloseDoesNotKeepTheOthersOpen() {
        Components components = components(registrar -> registrar
                .provide(LogStore.class, "segment", context -> make(LogStore.class))
                .provide(WriteAheadLog.class, "file", context -> broken()));
        components.selected(LogStore.class);
        components.selected(WriteAheadLog.class);

        assertThatThrownBy(components::close).hasMessage("not everything could be closed: stuck");
        assertThat(events).contains("close LogStore");
    }

    @Test
    void circleIsNamed() {
        Components components = components(registrar -> registrar
                .provide(LogStore.class, "segment", context -> needs(context, IndexStore.class, LogStore.class))
                .provide(IndexStore.class, "file", context -> needs(context, LogStore.class, IndexStore.class)));

        assertThatThrownBy(() -> components.selected(LogStore.class))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("these need each other in a circle: LogStore \"segment\" of plugin test"
                        + " -> IndexStore \"file\" of plugin test -> LogStore \"segment\" of plugin test");
    }

    @Test
    void selectionThatIsNotInstalledNamesWhatIs() {
        assertThatThrownBy(() -> components(
                        registrar -> registrar.provide(LogStore.class, "memory", context -> make(LogStore.class)),
                        ConfigSources.NONE.with("--set", "plugins.log_store", "rocks")))
                .isInstanceOf(ConfigException.class)
                .hasMessage("--set: plugins.log_store is \"rocks\", but installed are only: memory");
    }

    @Test
    void defaultThatIsNotInstalledMattersOnlyWhenItIsNeeded() {
        Components components = components(registrar -> {});

        assertThatThrownBy(() -> components.selected(LogStore.class))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("plugins.log_store is \"segment\", but nothing of that kind is installed");
    }

    @Test
    void factoryThatThrowsIsNamedWithPluginAndCause() {
        Components components = components(registrar -> registrar
                .provide(LogStore.class, "segment", context -> {
                    throw new IllegalStateException("boom");
                })
                .provide(WriteAheadLog.class, "file", context -> {
                    throw new IOException("/data/wal: no permission");
                }));

        assertThatThrownBy(() -> components.selected(LogStore.class))
                .isInstanceOf(StartException.class)
                .hasMessage("LogStore \"segment\" of plugin test in test.jar failed: java.lang.IllegalStateException:"
                        + " boom");
        assertThatThrownBy(() -> components.selected(WriteAheadLog.class))
                .isInstanceOf(StartException.class)
                .hasMessage("/data/wal: no permission");
    }

    private static <T, N> T needs(PluginContext context, Class<N> needed, Class<T> made) {
        context.selected(needed);
        throw new AssertionError(made + " was made");
    }

    private <T> T make(Class<T> spi) {
        events.add("make " + spi.getSimpleName());
        return spi.cast(
                Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {spi}, (self, method, args) -> {
                    events.add(method.getName() + " " + spi.getSimpleName());
                    return null;
                }));
    }

    private static WriteAheadLog broken() {
        return (WriteAheadLog) Proxy.newProxyInstance(
                ComponentsTest.class.getClassLoader(), new Class<?>[] {WriteAheadLog.class}, (self, method, args) -> {
                    throw new IOException("stuck");
                });
    }

    private Components components(Consumer<Registrar> register) {
        return components(register, ConfigSources.NONE);
    }

    private Components components(Consumer<Registrar> register, ConfigSources sources) {
        GossipPlugin plugin = new GossipPlugin() {
            @Override
            public String name() {
                return "test";
            }

            @Override
            public int apiVersion() {
                return API_VERSION;
            }

            @Override
            public void register(Registrar registrar) {
                register.accept(registrar);
            }
        };
        PluginCatalog catalog = PluginCatalog.of(List.of(new FoundPlugin(plugin, "test.jar")), List.of());
        return new Components(
                catalog,
                ConfigLayers.read(sources).resolve(PluginSettings.all()),
                Path.of("data"),
                Metrics.NONE,
                InstantSource.system());
    }
}
