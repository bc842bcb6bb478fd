package gossip.core.pipeline;

import gossip.api.broker.RequestContext;
import gossip.api.config.Settings;
import gossip.api.metadata.MetadataImage;
import gossip.api.metrics.Metrics;
import gossip.api.record.RecordReader;
import gossip.core.partition.PartitionOpener;
import gossip.core.partition.PartitionRuntime;
import gossip.core.partition.PartitionTable;
import gossip.core.pipeline.RecordsService.Parts;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Puts the parts of the pipeline together, starts them in order and stops them in the other. */
final class Pipeline {
    private static final Logger LOG = System.getLogger(Pipeline.class.getName());
    private static final long DRAIN_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long DRAIN_STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Parts parts;
    private final PartitionTable table;
    private final PartitionOpener opener;
    private final StorageHealth health = new StorageHealth();
    private final Quarantine quarantine;
    private final Rooms rooms;
    private final List<Shard> shards;
    private final GroupCommit groupCommit;
    private final ThreadPoolExecutor readers;
    private final ThreadPoolExecutor openers;
    private final Deadlines deadlines = new Deadlines();
    private final Intake intake;
    private final FetchService fetches;
    private final LookupService lookups;
    private final RecordDeletion deletion;
    private final LocalTransactions transactions;
    private final Checkpoint checkpoint;
    private final Upkeep upkeep;
    private final Uncleanable uncleanable = new Uncleanable();
    private final Compactor compactor;

    Pipeline(Parts parts) {
        this.parts = parts;
        Settings settings = parts.settings();
        int shardCount = PipelineSettings.shards(settings);
        int maxRequests = settings.value(PipelineSettings.MAX_INFLIGHT_REQUESTS);
        int maxExpanded = Math.toIntExact(settings.value(PipelineSettings.MAX_EXPANDED_BATCH));
        RecordReader recordReader = new RecordReader(parts.codecs(), maxExpanded);
        table = new PartitionTable(
                parts.brokerId(), parts.metadata(), parts.partitions(), parts.topicSettings(), shardCount);
        opener = new PartitionOpener(
                parts.logs(), parts.replication(), parts.clock(), settings.value(PipelineSettings.MAX_PRODUCERS));
        quarantine = new Quarantine(settings.value(PipelineSettings.CHECKPOINT_BYTES));
        rooms = Rooms.of(maxRequests, settings.value(PipelineSettings.MAX_INFLIGHT_BYTES));
        Commit commit = new Commit(parts.replication());
        groupCommit = new GroupCommit(parts.wal(), health, commit, this::synced, parts.metrics());
        BatchScreen screen = new BatchScreen(new BatchCheck(recordReader), parts.interceptors());
        Appender appender = new Appender(
                parts.replication(), parts.wal(), health, screen, new Recompression(parts.codecs(), maxExpanded));
        int readerCount = PipelineSettings.readers(settings);
        int queueCapacity = settings.value(PipelineSettings.READ_QUEUE);
        readers = PipelineThreads.pool("gossip-reader", readerCount, queueCapacity);
        openers = PipelineThreads.pool("gossip-opener", readerCount, queueCapacity);
        Preparation preparation = new Preparation(opener, openers);
        TransactionGate gate = new TransactionGate();
        shards = IntStream.range(0, shardCount)
                .mapToObj(i -> new Shard(
                        i,
                        Rooms.capacity(maxRequests),
                        new ShardRound(
                                i,
                                table,
                                preparation,
                                appender,
                                commit,
                                groupCommit,
                                parts.clock(),
                                this::giveBack,
                                gate)))
                .toList();
        PartitionAccess access = new PartitionAccess(parts.guard(), table, preparation, shards, parts.clock());
        intake = new Intake(rooms, parts.guard(), table, shards, parts.metrics());
        fetches = new FetchService(
                access, readers, deadlines, settings.value(PipelineSettings.MAX_WAITING_FETCHES), parts.metrics());
        lookups = new LookupService(access, new OffsetLookup(recordReader), readers);
        deletion = new RecordDeletion(access, readers);
        transactions = new LocalTransactions(gate, intake, rooms.markers(), access, readers, parts.clock());
        checkpoint = new Checkpoint(table, shards, parts.wal(), health, quarantine);
        upkeep = upkeep(access);
        compactor = new Compactor(
                table,
                access,
                parts,
                new Compactor.Limits(
                        settings.value(PipelineSettings.COMPACTION_INTERVAL).toMillis(),
                        settings.value(PipelineSettings.COMPACTION_RATE),
                        settings.value(PipelineSettings.PRODUCER_EXPIRATION).toMillis()),
                uncleanable);
        report(parts.metrics());
    }

    private Upkeep upkeep(PartitionAccess access) {
        Settings settings = parts.settings();
        Retention retention = new Retention(
                parts.logs(),
                table,
                access,
                parts.replication(),
                uncleanable,
                settings.value(PipelineSettings.PRODUCER_EXPIRATION).toMillis(),
                settings.value(PipelineSettings.PARTITION_IDLE_TIME).toMillis());
        MetadataImage image = parts.metadata().image();
        return new Upkeep(
                checkpoint,
                new DeletedTopics(parts.logs(), parts.replication(), table, shards, image),
                retention,
                parts.metadata(),
                parts.wal(),
                parts.clock(),
                new Upkeep.Periods(
                        settings.value(PipelineSettings.CHECKPOINT_BYTES),
                        settings.value(PipelineSettings.CHECKPOINT_INTERVAL).toMillis(),
                        settings.value(PipelineSettings.RETENTION_CHECK_INTERVAL)
                                .toMillis()));
    }

    private void report(Metrics metrics) {
        metrics.gauge("gossip_produce_inflight_requests", "Produce requests under way.", rooms::requests);
        metrics.gauge("gossip_produce_inflight_bytes", "Bytes of record batches under way.", rooms::bytes);
        Settings settings = parts.settings();
        metrics.limit(
                PipelineSettings.MAX_INFLIGHT_REQUESTS.key(),
                () -> settings.value(PipelineSettings.MAX_INFLIGHT_REQUESTS),
                rooms.clients()::requests);
        metrics.limit(
                PipelineSettings.MAX_INFLIGHT_BYTES.key(),
                () -> settings.value(PipelineSettings.MAX_INFLIGHT_BYTES),
                rooms.clients()::bytes);
        shards.forEach(shard -> shard.report(metrics));
        metrics.gauge(
                "gossip_partitions_open",
                "Partitions in use.",
                () -> table.inUse().size());
        metrics.gauge(
                "gossip_wal_bytes",
                "Bytes in the write-ahead log.",
                () -> parts.wal().sizeBytes());
    }

    private void synced() {
        upkeep.walGrew();
    }

    private void giveBack(PartitionRuntime partition, @Nullable IOException problem) {
        shards.get(partition.shard()).giveBack(partition, problem);
    }

    /** Where clients wait for room. */
    Admission admission() {
        return rooms.clients();
    }

    /** Where somebody waits for room whose records belong to no transaction. */
    Admission admission(RequestContext context) {
        return rooms.of(context, null);
    }

    Intake intake() {
        return intake;
    }

    FetchService fetches() {
        return fetches;
    }

    LookupService lookups() {
        return lookups;
    }

    RecordDeletion deletion() {
        return deletion;
    }

    LocalTransactions transactions() {
        return transactions;
    }

    /** Before {@link #start}, on the thread that opens: nothing else runs yet. */
    void recover() throws IOException {
        new Recovery(
                        parts.logs(),
                        parts.wal(),
                        table,
                        opener,
                        quarantine,
                        parts.clock().millis())
                .run(parts.metadata().image());
    }

    /** Closes the logs that a failed recovery has opened; what fails with that is added to its cause. */
    void abandon(Exception cause) {
        try {
            closeLogs();
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    void start() {
        groupCommit.start();
        shards.forEach(Shard::start);
        deadlines.start();
        upkeep.start();
        compactor.start();
        parts.metadata().listen((before, after) -> upkeep.metadataChanged());
    }

    void close() throws IOException {
        intake.close();
        compactor.close();
        drain();
        deadlines.close();
        end(readers);
        end(openers);
        upkeep.close();
        try {
            checkpoint.run(true);
        } finally {
            shards.forEach(Shard::close);
            groupCommit.close();
            closeLogs();
        }
    }

    private void drain() {
        long begun = System.nanoTime();
        while (rooms.requests() > 0 && System.nanoTime() - begun < DRAIN_NANOS) {
            LockSupport.parkNanos(this, DRAIN_STEP_NANOS);
        }
        if (rooms.requests() > 0) {
            LOG.log(Level.WARNING, rooms.requests() + " produce requests were not answered before the end");
        }
    }

    private static void end(ThreadPoolExecutor pool) {
        if (!PipelineThreads.end(pool, DRAIN_NANOS)) {
            LOG.log(Level.WARNING, "reads were still under way at the end");
        }
    }

    private void closeLogs() throws IOException {
        IOException first = null;
        for (PartitionRuntime partition : table.inUse()) {
            try {
                table.retire(partition);
            } catch (IOException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
