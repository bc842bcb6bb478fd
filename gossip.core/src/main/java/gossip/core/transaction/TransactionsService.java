package gossip.core.transaction;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.broker.Records;
import gossip.api.broker.Records.ProducerIdentity;
import gossip.api.broker.RequestContext;
import gossip.api.broker.Transactions;
import gossip.api.config.Setting;
import gossip.api.config.Settings;
import gossip.api.metadata.MetadataStore;
import gossip.api.metrics.Metrics;
import gossip.api.record.Codecs;
import gossip.api.record.TransactionMarker;
import gossip.api.security.Operation;
import gossip.core.group.OffsetsInTransactions;
import gossip.core.pipeline.TransactionPartitions;
import gossip.core.security.Guard;
import gossip.core.transaction.StatePartition.Collaborators;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Coordinates the transactional ids whose partition of the topic of transactions this node leads. Thread-safe; never blocks;
 * ids do not wait for each other. Only a request for the coordinator creates the topic.
 */
public final class TransactionsService implements Transactions, AutoCloseable {
    /** Its settings. */
    public static final List<Setting<?>> SETTINGS = TransactionSettings.ALL;

    private static final ProducerIdentity NOBODY = new ProducerIdentity(-1, (short) -1);

    private final TransactionAccess access;
    private final TransactionLog log;
    private final TransactionCoordinators coordinators;
    private final TransactionQueries queries;
    private final TransactionPartitions partitions;
    private final OffsetsInTransactions offsets;
    private final CoordinatorVerifier verifier;
    private final TransactionTimer timer;
    private final InstantSource clock;
    private final long checkIntervalMs;

    /**
     * Creates the service and its thread.
     *
     * @param parts what it works with
     */
    public TransactionsService(Parts parts) {
        this(parts, new TimerThread());
    }

    TransactionsService(Parts parts, TransactionTimer timer) {
        Settings settings = parts.settings();
        this.timer = timer;
        this.clock = parts.clock();
        this.partitions = parts.partitions();
        this.access = new TransactionAccess(parts.guard(), parts.metadata());
        IdCount ids = new IdCount(settings.value(TransactionSettings.MAX_IDS));
        TransactionFigures figures = new TransactionFigures(parts.metrics());
        TransactionMachine machine = new TransactionMachine(new TransactionLimits(
                Math.toIntExact(settings.value(TransactionSettings.MAX_TIMEOUT).toMillis()),
                settings.value(TransactionSettings.MAX_PARTITIONS),
                settings.value(TransactionSettings.ID_EXPIRATION).toMillis()));
        MarkerSender markers = new MarkerSender(partitions, timer, figures, parts.groups()::ended);
        this.log = new TransactionLog(
                parts.brokerId(),
                parts.metadata(),
                parts.records(),
                parts.codecs(),
                new Collaborators(
                        machine,
                        () -> parts.producers().get().thenApply(ProducerIdentity::producerId),
                        markers,
                        ids,
                        figures,
                        clock));
        this.coordinators = new TransactionCoordinators(parts.brokerId(), parts.metadata(), log, settings, timer);
        this.queries = new TransactionQueries(log, access);
        this.offsets = parts.groups();
        this.checkIntervalMs =
                settings.value(TransactionSettings.CHECK_INTERVAL).toMillis();
        parts.metrics().gauge("gossip_transactional_ids", "Transactional ids that are kept here.", ids::count);
        parts.metrics()
                .limit(
                        TransactionSettings.MAX_IDS.key(),
                        () -> settings.value(TransactionSettings.MAX_IDS),
                        ids::count);
        parts.metrics().gauge("gossip_transactions_open", "Transactions that are open.", log::countOpen);
        this.verifier = new CoordinatorVerifier(log, timer);
        partitions.verifyWith(verifier);
    }

    /**
     * What the service works with.
     *
     * @param brokerId number of this broker
     * @param metadata where the topic of transactions is found, and created
     * @param records where it is kept
     * @param partitions where transactions take place
     * @param producers gives out producer ids
     * @param groups offsets of consumer groups in transactions
     * @param codecs for batches that somebody has compressed
     * @param guard decides what a client may do
     * @param settings effective settings
     * @param clock wall clock
     * @param metrics where figures go
     */
    public record Parts(
            int brokerId,
            MetadataStore metadata,
            Records records,
            TransactionPartitions partitions,
            Supplier<CompletionStage<ProducerIdentity>> producers,
            OffsetsInTransactions groups,
            Codecs codecs,
            Guard guard,
            Settings settings,
            InstantSource clock,
            Metrics metrics) {}

    /** Reads what this node coordinates, and goes on with it. Called when the node is a member of its cluster. */
    public void start() {
        log.loadAll();
        tickLater();
    }

    private void tickLater() {
        timer.after(checkIntervalMs, () -> {
            tickLater();
            log.loadAll();
            log.tick(clock.millis());
        });
    }

    @Override
    public CompletionStage<Integer> coordinator(RequestContext context, String transactionalId) {
        ErrorCode problem = access.check(context, Operation.DESCRIBE, transactionalId);
        return problem == ErrorCode.NONE
                ? coordinators.find(transactionalId)
                : CompletableFuture.failedFuture(new BrokerException(
                        problem, context.principal() + " may not DESCRIBE transactional id '" + transactionalId + "'"));
    }

    @Override
    public CompletionStage<Initialized> initProducer(RequestContext context, Init request) {
        Reply<Initialized> reply = Reply.of(error -> new Initialized(error, NOBODY));
        return request(
                context,
                request.transactionalId(),
                reply,
                new TransactionEvent.Initialize(reply, request, OptionalLong.empty()));
    }

    private <R> CompletionStage<R> request(
            RequestContext context, String transactionalId, Reply<R> reply, TransactionEvent.Request<R> event) {
        ErrorCode problem = access.check(context, Operation.WRITE, transactionalId);
        if (problem != ErrorCode.NONE) {
            reply.refuse(problem);
            return reply.future();
        }
        try {
            log.ready(transactionalId).apply(transactionalId, event);
        } catch (BrokerException e) {
            reply.refuse(e.code());
        }
        return reply.future();
    }

    @Override
    public CompletionStage<Map<TopicPartition, ErrorCode>> addPartitions(RequestContext context, Add request) {
        ErrorCode problem = request.ofBroker() && !access.mayActForCluster(context)
                ? ErrorCode.CLUSTER_AUTHORIZATION_FAILED
                : ErrorCode.NONE;
        if (problem != ErrorCode.NONE) {
            return done(all(request.partitions(), problem));
        }
        RequestContext asker = request.ofBroker() ? RequestContext.INTERNAL : context;
        ErrorCode refusal = access.check(asker, Operation.WRITE, request.transactionalId());
        if (refusal != ErrorCode.NONE) {
            return done(all(request.partitions(), refusal));
        }
        Map<TopicPartition, ErrorCode> obstacles = access.obstacles(asker, request.partitions());
        if (!obstacles.isEmpty()) {
            return done(obstacles);
        }
        if (request.verifyOnly()) {
            Reply<Map<TopicPartition, ErrorCode>> reply = Reply.of(error -> all(request.partitions(), error));
            return request(
                    asker,
                    request.transactionalId(),
                    reply,
                    new TransactionEvent.Verify(reply, request.producer(), request.partitions()));
        }
        return add(asker, request.transactionalId(), request.producer(), request.partitions())
                .thenApply(outcome -> all(request.partitions(), outcome));
    }

    private CompletionStage<ErrorCode> add(
            RequestContext context, String transactionalId, ProducerIdentity producer, Set<TopicPartition> added) {
        Reply<ErrorCode> reply = Reply.of(error -> error);
        return request(context, transactionalId, reply, new TransactionEvent.Add(reply, producer, added));
    }

    @Override
    public CompletionStage<ErrorCode> addOffsets(
            RequestContext context, String transactionalId, ProducerIdentity producer, String group) {
        ErrorCode problem = access.check(context, Operation.WRITE, transactionalId);
        if (problem != ErrorCode.NONE) {
            return done(problem);
        }
        if (!access.mayGroup(context, Operation.READ, group)) {
            return done(ErrorCode.GROUP_AUTHORIZATION_FAILED);
        }
        return offsets.partitionOf(group)
                .thenCompose(partition -> add(context, transactionalId, producer, Set.of(partition)))
                .exceptionally(StateLane::code);
    }

    @Override
    public CompletionStage<Map<TopicPartition, ErrorCode>> commitOffsets(RequestContext context, OffsetCommit request) {
        ErrorCode problem = access.check(context, Operation.WRITE, request.transactionalId());
        return problem == ErrorCode.NONE
                ? offsets.commit(context, request)
                : done(all(request.offsets().keySet(), problem));
    }

    @Override
    public CompletionStage<Ended> end(RequestContext context, End request) {
        Reply<Ended> reply = Reply.of(error -> new Ended(error, NOBODY));
        return request(
                context,
                request.transactionalId(),
                reply,
                new TransactionEvent.Finish(reply, request, OptionalLong.empty()));
    }

    @Override
    public CompletionStage<Listing> list(RequestContext context, Filter filter) {
        return done(queries.list(context, filter, clock.millis()));
    }

    @Override
    public CompletionStage<List<Described>> describe(RequestContext context, List<String> transactionalIds) {
        return done(transactionalIds.stream()
                .map(id -> queries.describe(context, id))
                .toList());
    }

    @Override
    public CompletionStage<List<PartitionProducers>> describeProducers(
            RequestContext context, List<TopicPartition> wanted) {
        return partitions.producers(context, wanted);
    }

    @Override
    public CompletionStage<List<Map<TopicPartition, ErrorCode>>> writeMarkers(
            RequestContext context, List<Marker> markers) {
        if (!access.mayMark(context)) {
            return done(markers.stream()
                    .map(marker -> all(marker.partitions(), ErrorCode.CLUSTER_AUTHORIZATION_FAILED))
                    .toList());
        }
        CompletionStage<List<Map<TopicPartition, ErrorCode>>> all = done(new ArrayList<>());
        for (Marker marker : markers) {
            all = all.thenCombine(write(marker), (outcomes, outcome) -> {
                outcomes.add(outcome);
                return outcomes;
            });
        }
        return all;
    }

    private CompletionStage<Map<TopicPartition, ErrorCode>> write(Marker marker) {
        TransactionMarker content = new TransactionMarker(marker.committed(), marker.coordinatorEpoch());
        return partitions
                .mark(marker.producer(), content, marker.partitions(), () -> true)
                .thenApply(outcomes -> {
                    outcomes.forEach((partition, outcome) -> {
                        if (outcome == ErrorCode.NONE) {
                            offsets.ended(partition, marker.producer().producerId(), marker.committed());
                        }
                    });
                    return new HashMap<>(outcomes);
                });
    }

    /** Answers nobody any more; what is not decided yet goes on after the next start. */
    @Override
    public void close() {
        timer.close();
        verifier.close();
        log.close();
    }

    private static Map<TopicPartition, ErrorCode> all(Set<TopicPartition> partitions, ErrorCode outcome) {
        return partitions.stream().collect(Collectors.toMap(Function.identity(), partition -> outcome));
    }

    private static <T> CompletionStage<T> done(T result) {
        return CompletableFuture.completedFuture(result);
    }
}
