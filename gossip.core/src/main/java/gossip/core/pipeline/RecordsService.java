package gossip.core.pipeline;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.broker.Records;
import gossip.api.broker.RequestContext;
import gossip.api.config.Setting;
import gossip.api.config.Settings;
import gossip.api.metadata.MetadataStore;
import gossip.api.metrics.Metrics;
import gossip.api.plugin.RecordInterceptor;
import gossip.api.record.Codecs;
import gossip.api.replication.PartitionManager;
import gossip.api.replication.ReplicationManager;
import gossip.api.security.Operation;
import gossip.api.security.Resource;
import gossip.api.storage.LogStore;
import gossip.api.storage.WriteAheadLog;
import gossip.core.security.Guard;
import gossip.core.security.Targets;
import gossip.core.topic.TopicSettings;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * The records port of this broker. Thread-safe. {@link #open} recovers what a crash has left; {@link #close} leaves nothing
 * to recover. The log store and the write-ahead log stay with who gave them, and are closed after this.
 */
public final class RecordsService implements Records, AutoCloseable {
    /** All settings of the pipeline. */
    public static final List<Setting<?>> SETTINGS = PipelineSettings.ALL;

    private final Pipeline pipeline;
    private final Guard guard;
    private final ProducerIds producerIds;

    private RecordsService(Pipeline pipeline, Parts parts) {
        this.pipeline = pipeline;
        this.guard = parts.guard;
        this.producerIds = new ProducerIds(parts.metadata);
    }

    /**
     * Recovers the logs and starts. Blocks.
     *
     * @param parts what it works with; the metadata store is started
     * @return ready for requests
     * @throws IOException if the disk fails, or is too full for the recovery
     */
    public static RecordsService open(Parts parts) throws IOException {
        Pipeline pipeline = new Pipeline(parts);
        try {
            pipeline.recover();
        } catch (IOException | RuntimeException e) {
            pipeline.abandon(e);
            throw e;
        }
        pipeline.start();
        return new RecordsService(pipeline, parts);
    }

    @Override
    public boolean produce(RequestContext context, Produce command, Consumer<List<Produced>> done) {
        return pipeline.intake().produce(context, command, done);
    }

    @Override
    public void whenWritable(Runnable resume) {
        pipeline.admission().whenWritable(resume);
    }

    @Override
    public void whenWritable(RequestContext context, Runnable resume) {
        pipeline.admission(context).whenWritable(resume);
    }

    @Override
    public Waiting fetch(RequestContext context, Fetch command, Consumer<List<Fetched>> done) {
        return pipeline.fetches().fetch(context, command, done);
    }

    @Override
    public CompletionStage<List<OffsetAnswer>> offsets(RequestContext context, List<OffsetQuery> queries) {
        return pipeline.lookups().offsets(context, queries);
    }

    @Override
    public CompletionStage<List<EpochAnswer>> epochEnds(RequestContext context, List<EpochQuery> queries) {
        return pipeline.lookups().epochEnds(context, queries);
    }

    @Override
    public CompletionStage<Map<TopicPartition, Deleted>> deleteBefore(
            RequestContext context, Map<TopicPartition, Long> beforeOffset) {
        return pipeline.deletion().deleteBefore(context, beforeOffset).thenApply(answers -> {
            answers.forEach((partition, answer) -> guard.trail()
                    .note(
                            context,
                            "DELETE_RECORDS",
                            Targets.of("topic", partition.toString()),
                            answer.error(),
                            answer.message()));
            return answers;
        });
    }

    @Override
    public CompletionStage<ProducerIdentity> newProducer(RequestContext context) {
        boolean mayWriteSomewhere = guard.permitsAny(context, Operation.WRITE, Resource.Type.TOPIC);
        return mayWriteSomewhere || guard.allows(context, Operation.IDEMPOTENT_WRITE, Resource.CLUSTER)
                ? producerIds.next()
                : CompletableFuture.failedFuture(new BrokerException(
                        ErrorCode.CLUSTER_AUTHORIZATION_FAILED,
                        context.principal() + " may not write idempotently; set enable.idempotence=false or allow it"));
    }

    /**
     * What a coordinator of transactions needs of the partitions led here.
     *
     * @return thread-safe
     */
    public TransactionPartitions transactions() {
        return pipeline.transactions();
    }

    /**
     * Gives out producer ids to transactional producers.
     *
     * @return an id with its first epoch; fails with {@link BrokerException}
     */
    public CompletionStage<ProducerIdentity> nextProducer() {
        return producerIds.next();
    }

    /**
     * Answers what is under way, flushes all logs, stores the producers, trims the write-ahead log. Blocks.
     *
     * @throws IOException if the disk fails; the next {@link #open} then recovers from the write-ahead log
     */
    @Override
    public void close() throws IOException {
        pipeline.close();
    }

    /**
     * The most that one compressed batch may expand to, wherever the broker looks inside.
     *
     * @param settings effective settings
     * @return bytes
     */
    public static int maxExpandedBytes(Settings settings) {
        return Math.toIntExact(settings.value(PipelineSettings.MAX_EXPANDED_BATCH));
    }

    /**
     * What the service works with.
     *
     * @param brokerId number of this broker
     * @param logs the partitions' logs
     * @param wal shared by all partitions
     * @param metadata started
     * @param replication decides what is committed
     * @param partitions decides what is here
     * @param interceptors see every batch
     * @param codecs for topics that force one, compaction and look-ups by time
     * @param guard decides who may
     * @param topicSettings effective settings of topics
     * @param settings effective settings of the broker
     * @param clock wall clock
     * @param metrics where figures are reported
     */
    public record Parts(
            int brokerId,
            LogStore logs,
            WriteAheadLog wal,
            MetadataStore metadata,
            ReplicationManager replication,
            PartitionManager partitions,
            List<RecordInterceptor> interceptors,
            Codecs codecs,
            Guard guard,
            TopicSettings topicSettings,
            Settings settings,
            InstantSource clock,
            Metrics metrics) {
        /** Copies the interceptors. */
        public Parts {
            interceptors = List.copyOf(interceptors);
        }
    }
}
