package gossip.plugins.kafka.memory;

import gossip.api.Endpoint;
import gossip.api.broker.Administration;
import gossip.api.broker.Broker;
import gossip.api.broker.Cluster;
import gossip.api.broker.Configs;
import gossip.api.broker.Figures;
import gossip.api.broker.Groups;
import gossip.api.broker.Messages;
import gossip.api.broker.Records;
import gossip.api.broker.RequestContext;
import gossip.api.broker.Security;
import gossip.api.broker.Topics;
import gossip.api.broker.Transactions;
import gossip.api.config.Settings;
import gossip.api.schema.SchemaRegistry;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** All of a broker, in memory. Work is done by one thread, as callbacks of the real broker come from other threads too. */
public final class MemoryBroker implements Broker, AutoCloseable {
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            task -> Thread.ofPlatform().name("memory-broker").daemon().unstarted(task));
    private final MemoryCluster cluster;
    private final MemoryRecords records;
    private final MemoryTopics topics;
    private final MemoryConfigs configs;
    private final MemoryGroups groups;
    private final MemorySecurity security = new MemorySecurity();
    private final MemoryTransactions transactions;
    private final MemoryQuotas quotas = new MemoryQuotas();
    private final Administration administration;
    private final MemoryTelemetry telemetry = new MemoryTelemetry();

    public MemoryBroker(List<Endpoint> endpoints) {
        this(endpoints, Settings.DEFAULTS);
    }

    MemoryBroker(List<Endpoint> endpoints, Settings settings) {
        cluster = new MemoryCluster(endpoints);
        records = new MemoryRecords(cluster, thread);
        topics = new MemoryTopics(cluster, records);
        administration = new MemoryAdministration(cluster);
        configs = new MemoryConfigs(cluster, settings);
        groups = new MemoryGroups(cluster, thread);
        transactions = new MemoryTransactions(cluster, thread);
    }

    @Override
    public Cluster cluster() {
        return cluster;
    }

    @Override
    public Records records() {
        return records;
    }

    /** The same, with what tests do to it. */
    public MemoryRecords memory() {
        return records;
    }

    @Override
    public Topics topics() {
        return topics;
    }

    @Override
    public Configs configs() {
        return configs;
    }

    /**
     * Groups whose joins and syncs were abandoned.
     *
     * @return one for each time
     */
    public List<String> abandonedGroups() {
        return groups.abandoned();
    }

    @Override
    public Groups groups() {
        return groups;
    }

    @Override
    public Security security() {
        return security;
    }

    /** The same, with what tests ask it. */
    public MemorySecurity memorySecurity() {
        return security;
    }

    @Override
    public Transactions transactions() {
        return transactions;
    }

    @Override
    public MemoryQuotas quotas() {
        return quotas;
    }

    @Override
    public Administration administration() {
        return administration;
    }

    @Override
    public MemoryTelemetry telemetry() {
        return telemetry;
    }

    @Override
    public Figures figures() {
        return context -> List.of();
    }

    @Override
    public Messages messages() {
        throw new UnsupportedOperationException("Kafka clients speak in batches");
    }

    @Override
    public void close() {
        // as of the real broker: what was taken is answered, or the buffers of those requests are never given back
        CompletableFuture.runAsync(() -> {}, thread).join();
        thread.shutdownNow();
        records.close();
    }

    @Override
    public SchemaRegistry schemas(RequestContext context) {
        throw new UnsupportedOperationException("the Kafka protocol knows no schemas");
    }
}
