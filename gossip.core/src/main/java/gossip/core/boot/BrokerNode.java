package gossip.core.boot;

import gossip.api.Endpoint;
import gossip.api.broker.Broker;
import gossip.api.config.DescriptorLimit;
import gossip.api.config.NodeSettings;
import gossip.api.metadata.BrokerRegistration;
import gossip.api.metadata.MetadataStore;
import gossip.api.network.NetworkServer;
import gossip.core.StartException;
import gossip.core.config.Configuration;
import gossip.core.metrics.MetricsRegistry;
import gossip.core.metrics.ProcessFigures;
import gossip.core.plugin.Closing;
import gossip.core.plugin.Components;
import gossip.core.security.InitialUsers;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A running broker. Started in this order, so that nothing is served before it can be: lock the directory; start the
 * metadata and beside it open the storage and bind the addresses; join the cluster; recover the records; open the groups;
 * serve. Stopped in the reverse order.
 */
public final class BrokerNode implements AutoCloseable {
    private static final Logger LOG = System.getLogger(BrokerNode.class.getName());

    private final Configuration configuration;
    private final DataDirectory directory;
    private final MetricsRegistry metrics;
    private final Components components;
    private final List<Endpoint> endpoints = new ArrayList<>();
    private Optional<MetadataStart> metadataStart = Optional.empty();
    private Optional<Services> services = Optional.empty();
    private boolean isClosed;

    private BrokerNode(
            Configuration configuration, DataDirectory directory, MetricsRegistry metrics, Components components) {
        this.configuration = configuration;
        this.directory = directory;
        this.metrics = metrics;
        this.components = components;
    }

    /**
     * Starts a broker. Blocks until it serves; in a cluster that is when a majority of its nodes is there. An interrupt ends
     * the attempt.
     *
     * @param plan what to start
     * @return the running broker
     * @throws StartException with the cause in one line; everything is closed again
     */
    public static BrokerNode start(NodePlan plan) {
        Configuration configuration = plan.configuration();
        configuration.warnings().forEach(warning -> LOG.log(Level.WARNING, warning));
        DescriptorCheck.warning(
                        configuration.rows().stream()
                                .collect(Collectors.toMap(Configuration.Row::key, Configuration.Row::value)),
                        DescriptorLimit.ofThisProcess())
                .ifPresent(warning -> LOG.log(Level.WARNING, warning));
        MetricsRegistry metrics = new MetricsRegistry();
        ProcessFigures.report(metrics);
        DataDirectory directory = DataDirectory.open(
                Path.of(configuration.value(NodeSettings.DATA_DIR)),
                configuration.value(NodeSettings.ID),
                configuration.value(NodeSettings.CLUSTER_NAME));
        BrokerNode node;
        try {
            Components components =
                    new Components(plan.catalog(), configuration, directory.path(), metrics, InstantSource.system());
            node = new BrokerNode(configuration, directory, metrics, components);
        } catch (RuntimeException e) {
            unlock(directory, e);
            throw e;
        }
        try {
            node.open();
            return node;
        } catch (IOException | RuntimeException | LinkageError e) {
            StartException failure = e instanceof StartException known ? known : new StartException(line(e), e);
            node.abandon(failure);
            throw failure;
        }
    }

    private static void unlock(DataDirectory directory, Exception failure) {
        try {
            directory.close();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    private static String line(Throwable e) {
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }

    private void open() throws IOException {
        MetadataStore metadata = components.selected(MetadataStore.class);
        Membership membership = Membership.of(components, configuration, metadata);
        MetadataStart start = new MetadataStart(metadata, membership).begin();
        metadataStart = Optional.of(start);

        Storage storage = Storage.open(components);
        List<NetworkServer> servers = components.all(NetworkServer.class);
        for (NetworkServer server : servers) {
            endpoints.addAll(server.bind());
        }
        start.bound(endpoints);
        start.awaitStarted();
        reportLastStop(directory.unmarkClean());

        // A node alone that has its number already need not wait before it recovers. With other voters the image is
        // complete
        // only once the node has joined, and recovery deletes what belongs to no topic of the image.
        Optional<BrokerRegistration> present = membership.present();
        int brokerId =
                present.isPresent() ? present.get().id() : start.awaitJoined().id();
        Services opened = Services.open(components, metrics, configuration, storage, metadata, brokerId);
        services = Optional.of(opened);
        start.awaitJoined();
        new InitialUsers(metadata, configuration).create();
        opened.begin();
        for (NetworkServer server : servers) {
            server.serve(opened.broker());
        }
    }

    private void reportLastStop(boolean wasClean) {
        if (!wasClean && !directory.isNew()) {
            LOG.log(Level.INFO, "the last stop was not orderly; recovering from the write-ahead log");
        }
    }

    /**
     * The inbound port.
     *
     * @return thread-safe
     */
    public Broker broker() {
        return services.orElseThrow().broker();
    }

    /**
     * Where clients connect.
     *
     * @return one for each listener; empty if no network server is installed
     */
    public List<Endpoint> endpoints() {
        return List.copyOf(endpoints);
    }

    /**
     * Effective settings.
     *
     * @return immutable
     */
    public Configuration configuration() {
        return configuration;
    }

    /**
     * Directory of the node's files.
     *
     * @return absolute
     */
    public Path dataDir() {
        return directory.path();
    }

    /**
     * The node's figures.
     *
     * @return thread-safe
     */
    public MetricsRegistry metrics() {
        return metrics;
    }

    /**
     * Stops in an orderly way: answers what is under way, flushes everything and notes that the stop was clean. Closing
     * twice has no further effect.
     *
     * @throws IllegalStateException if something could not be flushed or closed; the next start then recovers
     */
    @Override
    public synchronized void close() {
        if (isClosed) {
            return;
        }
        isClosed = true;
        Closing closing = new Closing();
        closeParts(closing);
        if (!closing.hasFailed()) {
            closing.close(directory::markClean);
        }
        closing.close(directory);
        closing.throwIfFailed();
    }

    private void abandon(StartException failure) {
        isClosed = true;
        // an interrupt that ended the start must not also close the files while they are being put away
        boolean interrupted = Thread.interrupted();
        Closing closing = new Closing();
        closeParts(closing);
        closing.close(directory);
        closing.suppressInto(failure);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void closeParts(Closing closing) {
        metadataStart.ifPresent(start -> closing.close(start::stop));
        closing.close(() -> components.close(NetworkServer.class));
        services.ifPresent(closing::close);
        closing.close(components);
    }
}
