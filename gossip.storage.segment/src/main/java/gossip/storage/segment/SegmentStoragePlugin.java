package gossip.storage.segment;

import gossip.api.config.DescriptorLimit;
import gossip.api.config.Settings;
import gossip.api.plugin.GossipPlugin;
import gossip.api.plugin.PluginContext;
import gossip.api.plugin.Registrar;
import gossip.api.storage.IndexStore;
import gossip.api.storage.LogStore;
import gossip.api.storage.WriteAheadLog;
import gossip.storage.segment.file.LogPaths;
import gossip.storage.segment.file.NioFiles;
import gossip.storage.segment.file.OpenFiles;
import gossip.storage.segment.index.FileIndexStore;
import gossip.storage.segment.log.OpenFileLimit;
import gossip.storage.segment.log.SegmentLogStore;
import gossip.storage.segment.wal.FileWriteAheadLog;
import gossip.storage.segment.wal.WalOptions;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.Executor;

/** Provides the log on disk: log store "segment", index store "file", write-ahead log "file". */
public final class SegmentStoragePlugin implements GossipPlugin {
    private static final Logger LOG = System.getLogger(SegmentStoragePlugin.class.getName());

    /** Creates the plugin, for {@link java.util.ServiceLoader}. */
    public SegmentStoragePlugin() {
        // nothing to prepare
    }

    @Override
    public String name() {
        return "segment-storage";
    }

    @Override
    public int apiVersion() {
        return API_VERSION;
    }

    @Override
    public void register(Registrar registrar) {
        registrar
                .setting(SegmentLogStore.MAX_OPEN_FILES)
                .setting(SegmentLogStore.COMPACTION_BYTES)
                .setting(FileWriteAheadLog.FILE_BYTES)
                .setting(FileWriteAheadLog.BUFFER_BYTES)
                .setting(FileWriteAheadLog.SPARE_BYTES)
                .provide(LogStore.class, "segment", SegmentStoragePlugin::logStore)
                .provide(IndexStore.class, "file", SegmentStoragePlugin::indexStore)
                .provide(WriteAheadLog.class, "file", SegmentStoragePlugin::writeAheadLog);
    }

    private static LogStore logStore(PluginContext context) {
        NioFiles files = new NioFiles();
        Settings settings = context.settings();
        int maxOpenFiles = OpenFileLimit.of(
                settings.value(SegmentLogStore.MAX_OPEN_FILES),
                DescriptorLimit.ofThisProcess(),
                warning -> LOG.log(Level.WARNING, warning));
        OpenFiles openFiles = new OpenFiles(files, maxOpenFiles);
        context.metrics().gauge("gossip_storage_open_files", "Segment files that are open", openFiles::count);
        context.metrics().limit(SegmentLogStore.MAX_OPEN_FILES.key(), () -> maxOpenFiles, openFiles::count);
        return new SegmentLogStore(
                files,
                LogPaths.in(context.dataDir()),
                openFiles,
                context.selected(IndexStore.class),
                Math.toIntExact(settings.value(SegmentLogStore.COMPACTION_BYTES)));
    }

    private static IndexStore indexStore(PluginContext context) {
        return new FileIndexStore(new NioFiles(), LogPaths.in(context.dataDir()));
    }

    private static WriteAheadLog writeAheadLog(PluginContext context) throws IOException {
        Settings settings = context.settings();
        WalOptions options = new WalOptions(
                settings.value(FileWriteAheadLog.FILE_BYTES),
                Math.toIntExact(settings.value(FileWriteAheadLog.BUFFER_BYTES)),
                settings.value(FileWriteAheadLog.SPARE_BYTES));
        Executor background =
                task -> Thread.ofPlatform().daemon().name("gossip-wal-prepare").start(task);
        return FileWriteAheadLog.open(
                new NioFiles(), context.dataDir().resolve("wal"), options, background, context.metrics());
    }
}
