package gossip.core.plugin;

import gossip.api.config.NodeSettings;
import gossip.api.config.Settings;
import gossip.api.metrics.Metrics;
import gossip.api.plugin.PluginContext;
import gossip.core.StartException;
import gossip.core.config.ConfigException;
import gossip.core.config.ConfigException.Problem;
import gossip.core.config.Configuration;
import gossip.core.config.Origin;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;

/**
 * The implementations that a broker uses, each made when it is first asked for and at most once. Thread-safe: one is made at
 * a time.
 */
public final class Components implements PluginContext, AutoCloseable {
    private final PluginCatalog catalog;
    private final Configuration configuration;
    private final Path dataDir;
    private final Metrics metrics;
    private final InstantSource clock;
    private final Map<Provision<?>, Object> made = new HashMap<>();
    private final Deque<Provision<?>> underWay = new ArrayDeque<>();
    private final Deque<Object> toClose = new ArrayDeque<>();

    /**
     * Prepares; makes nothing.
     *
     * @param catalog what is installed
     * @param configuration what is selected
     * @param dataDir directory of the node's files
     * @param metrics where figures are reported
     * @param clock wall clock
     * @throws ConfigException if something is selected explicitly that is not installed
     */
    public Components(
            PluginCatalog catalog, Configuration configuration, Path dataDir, Metrics metrics, InstantSource clock) {
        this.catalog = catalog;
        this.configuration = configuration;
        this.dataDir = dataDir;
        this.metrics = metrics;
        this.clock = clock;
        checkChoices();
    }

    @Override
    public String nodeName() {
        return configuration.value(NodeSettings.ID);
    }

    @Override
    public Settings settings() {
        return configuration;
    }

    @Override
    public Path dataDir() {
        return dataDir;
    }

    @Override
    public Metrics metrics() {
        return metrics;
    }

    @Override
    public InstantSource clock() {
        return clock;
    }

    private void checkChoices() {
        List<Problem> problems = new ArrayList<>();
        for (PluginSettings.Choice choice : PluginSettings.CHOICES) {
            String key = choice.setting().key();
            boolean explicit = !configuration.origin(key).equals(Origin.DEFAULT);
            String name = configuration.value(choice.setting());
            List<Provision<?>> installed = catalog.provisions(choice.spi());
            if (explicit && installed.stream().noneMatch(one -> one.name().equals(name))) {
                problems.add(new Problem(configuration.origin(key).label(), notInstalled(choice, installed)));
            }
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
    }

    /**
     * {@inheritDoc}
     *
     * @throws StartException if it cannot be made
     */
    @Override
    public synchronized <T> T selected(Class<T> spi) {
        PluginSettings.Choice choice = PluginSettings.choice(spi)
                .orElseThrow(() -> new Unavailable("a broker may have several " + spi.getSimpleName()));
        String name = configuration.value(choice.setting());
        List<Provision<?>> installed = catalog.provisions(spi);
        for (Provision<?> provision : installed) {
            if (provision.name().equals(name)) {
                return spi.cast(make(provision));
            }
        }
        throw new Unavailable(notInstalled(choice, installed));
    }

    /**
     * {@inheritDoc}
     *
     * @return in the order in which the plugins were found
     * @throws StartException if one cannot be made
     */
    @Override
    public synchronized <T> List<T> all(Class<T> spi) {
        List<T> all = new ArrayList<>();
        for (Provision<?> provision : catalog.provisions(spi)) {
            all.add(spi.cast(make(provision)));
        }
        return all;
    }

    private Object make(Provision<?> provision) {
        Object present = made.get(provision);
        if (present != null) {
            return present;
        }
        if (underWay.contains(provision)) {
            throw new Unavailable("these need each other in a circle: " + circle(provision));
        }
        underWay.addLast(provision);
        try {
            Object instance = Objects.requireNonNull(provision.factory().create(this), "the factory gave null");
            made.put(provision, provision.spi().cast(instance));
            toClose.push(instance);
            return instance;
        } catch (StartException | Unavailable e) {
            throw e;
        } catch (IOException | IllegalArgumentException e) {
            // the disk, the network or a setting: the message says it all
            throw new StartException(e.getMessage() == null ? provision + ": " + e : e.getMessage(), e);
        } catch (RuntimeException | LinkageError e) {
            throw new StartException(provision + " in " + provision.location() + " failed: " + Causes.of(e), e);
        } finally {
            underWay.removeLast();
        }
    }

    private String circle(Provision<?> again) {
        StringJoiner circle = new StringJoiner(" -> ");
        for (Provision<?> provision : underWay) {
            if (circle.length() > 0 || provision.equals(again)) {
                circle.add(provision.toString());
            }
        }
        return circle.add(again.toString()).toString();
    }

    private String notInstalled(PluginSettings.Choice choice, List<Provision<?>> installed) {
        List<String> names = installed.stream().map(Provision::name).sorted().toList();
        return choice.setting().key() + " is \"" + configuration.value(choice.setting()) + "\", but "
                + (names.isEmpty()
                        ? "nothing of that kind is installed"
                        : "installed are only: " + String.join(", ", names));
    }

    /**
     * Closes what was made for one SPI before the rest.
     *
     * @param spi its interface
     */
    public void close(Class<?> spi) {
        close(take(spi));
    }

    /** Closes what was made, last made first. What fails does not keep the others from being closed. */
    @Override
    public void close() {
        close(take(Object.class));
    }

    private synchronized List<Object> take(Class<?> type) {
        List<Object> taken = new ArrayList<>();
        toClose.removeIf(instance -> type.isInstance(instance) && taken.add(instance));
        return taken;
    }

    private static void close(List<Object> instances) {
        Closing closing = new Closing();
        for (Object instance : instances) {
            if (instance instanceof AutoCloseable closeable) {
                closing.close(closeable);
            }
        }
        closing.throwIfFailed();
    }

    /** An implementation is asked for that there is not. */
    private static final class Unavailable extends IllegalStateException {
        private static final long serialVersionUID = 1L;

        Unavailable(String message) {
            super(message);
        }
    }
}
