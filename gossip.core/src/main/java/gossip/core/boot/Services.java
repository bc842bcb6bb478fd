package gossip.core.boot;

import gossip.api.group.GroupStore;
import gossip.api.metadata.MetadataStore;
import gossip.api.plugin.RecordInterceptor;
import gossip.api.record.Codecs;
import gossip.api.record.CompressionCodec;
import gossip.api.replication.PartitionManager;
import gossip.api.replication.ReplicationManager;
import gossip.api.schema.SchemaRegistry;
import gossip.api.security.Authorizer;
import gossip.api.telemetry.TelemetryReceiver;
import gossip.core.admin.AdministrationService;
import gossip.core.audit.AuditLog;
import gossip.core.config.Configuration;
import gossip.core.group.GroupsService;
import gossip.core.lag.LagWatch;
import gossip.core.message.MessagesService;
import gossip.core.metrics.FiguresService;
import gossip.core.metrics.MetricsRegistry;
import gossip.core.pipeline.RecordsService;
import gossip.core.plugin.Closing;
import gossip.core.plugin.Components;
import gossip.core.quota.QuotasService;
import gossip.core.schema.SchemasService;
import gossip.core.security.AclAuthorizer;
import gossip.core.security.Guard;
import gossip.core.security.SecurityService;
import gossip.core.security.Trail;
import gossip.core.telemetry.TelemetryService;
import gossip.core.topic.ConfigsService;
import gossip.core.topic.TopicSettings;
import gossip.core.topic.TopicsService;
import gossip.core.transaction.TransactionsService;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Everything behind the inbound port of one node. */
final class Services implements AutoCloseable {
    private final RecordsService records;
    private final GroupsService groups;
    private final TransactionsService transactions;
    private final GroupStore store;
    private final AdministrationService administration;
    private final MessagesService messages;
    private final LocalBroker broker;
    private final Optional<AuditLog> audit;

    private Services(
            RecordsService records,
            GroupsService groups,
            TransactionsService transactions,
            GroupStore store,
            AdministrationService administration,
            MessagesService messages,
            LocalBroker broker,
            Optional<AuditLog> audit) {
        this.records = records;
        this.groups = groups;
        this.transactions = transactions;
        this.store = store;
        this.administration = administration;
        this.messages = messages;
        this.broker = broker;
        this.audit = audit;
    }

    /**
     * Recovers the records and puts the services together. Blocks.
     *
     * @param components selected implementations
     * @param metrics the figures of this node
     * @param configuration effective settings
     * @param storage opened
     * @param metadata started
     * @param brokerId number of this node
     * @return services that answer once {@link #begin} is called
     * @throws IOException if the disk fails
     */
    static Services open(
            Components components,
            MetricsRegistry metrics,
            Configuration configuration,
            Storage storage,
            MetadataStore metadata,
            int brokerId)
            throws IOException {
        Optional<AuditLog> audit = AuditLog.isEnabled(configuration)
                ? Optional.of(
                        AuditLog.in(components.dataDir(), configuration, components.metrics(), components.clock()))
                : Optional.empty();
        List<Authorizer> authorizers = new ArrayList<>(components.all(Authorizer.class));
        authorizers.add(AclAuthorizer.selected(metadata, configuration, components.metrics()));
        Guard guard = new Guard(authorizers, audit.<Trail>map(log -> log).orElse(Trail.NONE));
        PartitionManager partitions = components.selected(PartitionManager.class);
        GroupStore store = components.selected(GroupStore.class);
        TopicSettings topicSettings = new TopicSettings(configuration);
        RecordsService records = RecordsService.open(new RecordsService.Parts(
                brokerId,
                storage.logs(),
                storage.wal(),
                metadata,
                components.selected(ReplicationManager.class),
                partitions,
                components.all(RecordInterceptor.class),
                new Codecs(components.all(CompressionCodec.class)),
                guard,
                topicSettings,
                configuration,
                components.clock(),
                components.metrics()));
        GroupsService groups = new GroupsService(new GroupsService.Parts(
                brokerId, metadata, store, guard, configuration, components.clock(), components.metrics()));
        TransactionsService transactions = new TransactionsService(new TransactionsService.Parts(
                brokerId,
                metadata,
                records,
                records.transactions(),
                records::nextProducer,
                groups,
                new Codecs(components.all(CompressionCodec.class)),
                guard,
                configuration,
                components.clock(),
                components.metrics()));
        QuotasService quotas =
                new QuotasService(metadata, guard, configuration, System::nanoTime, components.metrics());
        AdministrationService administration = new AdministrationService(new AdministrationService.Parts(
                brokerId,
                components.dataDir(),
                storage.logs(),
                metadata,
                partitions,
                guard,
                Membership.VOTER,
                components.clock()));
        TelemetryService telemetry = new TelemetryService(
                metadata,
                components.all(TelemetryReceiver.class),
                new Codecs(components.all(CompressionCodec.class)),
                configuration,
                components.clock(),
                components.metrics());
        TopicsService topics = new TopicsService(metadata, partitions, guard, topicSettings, configuration, quotas);
        MessagesService messages = new MessagesService(
                new MessagesService.Parts(
                        brokerId,
                        records,
                        groups,
                        topics,
                        quotas,
                        metadata,
                        topicSettings,
                        guard,
                        new Codecs(components.all(CompressionCodec.class)),
                        configuration,
                        components.clock(),
                        components.metrics()),
                RecordsService.maxExpandedBytes(configuration));
        LagWatch lags = LagWatch.of(groups, records, messages, configuration, components.clock(), components.metrics());
        LocalBroker broker = new LocalBroker(
                new ClusterView(brokerId, metadata, guard),
                records,
                topics,
                new ConfigsService(metadata, guard, brokerId, topicSettings, configuration, configuration.settings()),
                groups,
                new SecurityService(metadata, guard, configuration, components.metrics(), components.clock()),
                transactions,
                quotas,
                administration,
                telemetry,
                new FiguresService(metrics, lags::samples, guard),
                new SchemasService(() -> components.selected(SchemaRegistry.class), guard),
                messages);
        return new Services(records, groups, transactions, store, administration, messages, broker, audit);
    }

    /** Called when the node is a member of its cluster. */
    void begin() {
        store.start(broker, groups::loaded);
        transactions.start();
    }

    LocalBroker broker() {
        return broker;
    }

    @Override
    public void close() {
        Closing closing = new Closing();
        closing.close(messages);
        closing.close(transactions);
        closing.close(administration);
        closing.close(groups);
        closing.close(records);
        audit.ifPresent(closing::close);
        closing.throwIfFailed();
    }
}
