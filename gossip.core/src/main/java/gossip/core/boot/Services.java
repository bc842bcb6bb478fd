package gossip.core.boot;

import gossip.api.group.GroupStore;
import gossip.api.metadata.MetadataStore;
import gossip.api.plugin.RecordInterceptor;
import gossip.api.record.Codecs;
import gossip.api.record.CompressionCodec;
import gossip.api.replication.PartitionManager;
import gossip.api.replication.ReplicationManager;
import gossip.api.security.Authorizer;
import gossip.core.config.Configuration;
import gossip.core.group.GroupsService;
import gossip.core.pipeline.RecordsService;
import gossip.core.plugin.Closing;
import gossip.core.plugin.Components;
import gossip.core.security.Guard;
import gossip.core.topic.ConfigsService;
import gossip.core.topic.TopicSettings;
import gossip.core.topic.TopicsService;
import java.io.IOException;

/** Everything behind the inbound port of one node. */
final class Services implements AutoCloseable {
    private final RecordsService records;
    private final GroupsService groups;
    private final GroupStore store;
    private final LocalBroker broker;

    private Services(RecordsService records, GroupsService groups, GroupStore store, LocalBroker broker) {
        this.records = records;
        this.groups = groups;
        this.store = store;
        this.broker = broker;
    }

    /**
     * Recovers the records and puts the services together. Blocks.
     *
     * @param components selected implementations
     * @param configuration effective settings
     * @param storage opened
     * @param metadata started
     * @param brokerId number of this node
     * @return services that answer once {@link #begin} is called
     * @throws IOException if the disk fails
     */
    static Services open(
            Components components, Configuration configuration, Storage storage, MetadataStore metadata, int brokerId)
            throws IOException {
        Guard guard = new Guard(components.all(Authorizer.class));
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
        LocalBroker broker = new LocalBroker(
                new ClusterView(brokerId, metadata, guard),
                records,
                new TopicsService(metadata, partitions, guard, topicSettings, configuration),
                new ConfigsService(metadata, guard, brokerId, topicSettings, configuration, configuration.settings()),
                groups);
        return new Services(records, groups, store, broker);
    }

    /** Called when the node is a member of its cluster. */
    void begin() {
        store.start(broker, groups::loaded);
    }

    LocalBroker broker() {
        return broker;
    }

    @Override
    public void close() {
        Closing closing = new Closing();
        closing.close(groups);
        closing.close(records);
        closing.throwIfFailed();
    }
}
