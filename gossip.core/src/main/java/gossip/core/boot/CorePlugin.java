package gossip.core.boot;

import gossip.api.config.NodeSettings;
import gossip.api.group.GroupStore;
import gossip.api.network.SaslSettings;
import gossip.api.network.TlsSettings;
import gossip.api.plugin.GossipPlugin;
import gossip.api.plugin.PluginContext;
import gossip.api.plugin.Registrar;
import gossip.api.record.Codecs;
import gossip.api.record.CompressionCodec;
import gossip.api.replication.PartitionManager;
import gossip.api.replication.ReplicationManager;
import gossip.api.security.HeaderAuthentication;
import gossip.api.telemetry.TelemetryReceiver;
import gossip.core.Gossip;
import gossip.core.audit.AuditSettings;
import gossip.core.group.GroupsService;
import gossip.core.groupstore.TopicGroupStore;
import gossip.core.lag.LagWatch;
import gossip.core.message.MessagesService;
import gossip.core.partition.LocalPartitions;
import gossip.core.pipeline.RecordsService;
import gossip.core.pipeline.SoleReplica;
import gossip.core.plugin.PluginSettings;
import gossip.core.quota.QuotasService;
import gossip.core.security.SecuritySettings;
import gossip.core.telemetry.CountingReceiver;
import gossip.core.telemetry.TelemetryService;
import gossip.core.topic.TopicSettings;
import gossip.core.topic.TopicsService;
import gossip.core.transaction.TransactionsService;

/** What the core provides itself, through the door that foreign plugins take. */
public final class CorePlugin implements GossipPlugin {
    /** Called by the service loader. */
    public CorePlugin() {
        // nothing to set up
    }

    @Override
    public String name() {
        return "core";
    }

    @Override
    public String version() {
        return Gossip.version();
    }

    @Override
    public int apiVersion() {
        return GossipPlugin.API_VERSION;
    }

    @Override
    public void register(Registrar registrar) {
        NodeSettings.ALL.forEach(registrar::setting);
        PluginSettings.all().forEach(registrar::setting);
        registrar.setting(LogLevel.SETTING);
        registrar.setting(LogFormat.SETTING);
        TopicSettings.SETTINGS.forEach(registrar::setting);
        TopicsService.SETTINGS.forEach(registrar::setting);
        RecordsService.SETTINGS.forEach(registrar::setting);
        GroupsService.SETTINGS.forEach(registrar::setting);
        SecuritySettings.ALL.forEach(registrar::setting);
        AuditSettings.ALL.forEach(registrar::setting);
        SaslSettings.ALL.forEach(registrar::setting);
        TlsSettings.ALL.forEach(registrar::setting);
        registrar.setting(HeaderAuthentication.CACHE_TIME).setting(HeaderAuthentication.CACHE_ENTRIES);
        TransactionsService.SETTINGS.forEach(registrar::setting);
        QuotasService.SETTINGS.forEach(registrar::setting);
        TelemetryService.SETTINGS.forEach(registrar::setting);
        MessagesService.SETTINGS.forEach(registrar::setting);
        LagWatch.SETTINGS.forEach(registrar::setting);
        registrar
                .provide(GroupStore.class, "topic", CorePlugin::groupStore)
                .provide(ReplicationManager.class, "sole", context -> new SoleReplica())
                .provide(PartitionManager.class, "local", context -> new LocalPartitions())
                .provide(TelemetryReceiver.class, "counting", context -> new CountingReceiver(context.metrics()));
    }

    private static GroupStore groupStore(PluginContext context) {
        return new TopicGroupStore(context.clock(), new Codecs(context.all(CompressionCodec.class)), context.metrics());
    }
}
