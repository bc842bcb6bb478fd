package gossip.core.plugin;

import gossip.api.config.Setting;
import gossip.api.config.SettingType;
import gossip.api.consensus.ConsensusEngine;
import gossip.api.group.GroupStore;
import gossip.api.metadata.MetadataStore;
import gossip.api.network.Transport;
import gossip.api.replication.PartitionManager;
import gossip.api.replication.ReplicationManager;
import gossip.api.schema.SchemaRegistry;
import gossip.api.storage.IndexStore;
import gossip.api.storage.LogStore;
import gossip.api.storage.WriteAheadLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which plugins are loaded, and which of their implementations are used. */
public final class PluginSettings {
    /** Where plugins lie that are not part of the distribution. */
    public static final Setting<String> DIR = Setting.of(
            "plugins.dir",
            SettingType.TEXT,
            "",
            "Directory with a folder of jars for each added plugin; when empty, the folder plugins of the"
                    + " installation.");

    /** Plugins that are not used. */
    public static final Setting<List<String>> DISABLED = Setting.of(
            "plugins.disabled",
            SettingType.LIST,
            List.of(),
            "Names of plugins, or of folders below plugins.dir, that are not used.");

    /** The SPIs of which a broker has one implementation. */
    static final List<Choice> CHOICES = List.of(
            new Choice(LogStore.class, "plugins.log_store", "segment", "What keeps the logs of partitions."),
            new Choice(WriteAheadLog.class, "plugins.write_ahead_log", "file", "What makes records durable."),
            new Choice(IndexStore.class, "plugins.index_store", "file", "What keeps the indexes of segments."),
            new Choice(
                    MetadataStore.class,
                    "plugins.metadata_store",
                    "replicated",
                    "What keeps the metadata of the cluster."),
            new Choice(
                    ConsensusEngine.class,
                    "plugins.consensus_engine",
                    "ratis",
                    "What agrees with the other nodes on changes of the metadata."),
            new Choice(
                    GroupStore.class,
                    "plugins.group_store",
                    "topic",
                    "What keeps the offsets and the state of consumer groups."),
            new Choice(
                    ReplicationManager.class,
                    "plugins.replication_manager",
                    "sole",
                    "What decides which records are committed."),
            new Choice(
                    PartitionManager.class, "plugins.partition_manager", "local", "What decides where partitions are."),
            new Choice(Transport.class, "plugins.transport", "netty", "What carries requests between nodes."),
            new Choice(SchemaRegistry.class, "plugins.schema_registry", "embedded", "What keeps schemas."));

    private PluginSettings() {}

    /**
     * All settings of this class.
     *
     * @return a new list
     */
    public static List<Setting<?>> all() {
        List<Setting<?>> all = new ArrayList<>(List.of(DIR, DISABLED));
        CHOICES.forEach(choice -> all.add(choice.setting()));
        return all;
    }

    static Optional<Choice> choice(Class<?> spi) {
        return CHOICES.stream().filter(choice -> choice.spi().equals(spi)).findFirst();
    }

    /**
     * An SPI of which a broker has one implementation.
     *
     * @param spi its interface
     * @param setting names the implementation
     */
    record Choice(Class<?> spi, Setting<String> setting) {
        Choice(Class<?> spi, String key, String name, String doc) {
            this(spi, Setting.of(key, SettingType.TEXT, name, doc));
        }
    }
}
