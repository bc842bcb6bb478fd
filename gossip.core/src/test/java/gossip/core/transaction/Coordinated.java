package gossip.core.transaction;

import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.broker.Records.ProducerIdentity;
import gossip.api.broker.RequestContext;
import gossip.api.broker.Transactions.Add;
import gossip.api.broker.Transactions.End;
import gossip.api.broker.Transactions.Ended;
import gossip.api.broker.Transactions.Init;
import gossip.api.broker.Transactions.Initialized;
import gossip.api.broker.Transactions.OffsetCommit;
import gossip.api.config.Setting;
import gossip.api.config.Settings;
import gossip.api.metadata.Assignment;
import gossip.api.metadata.MetadataCommand;
import gossip.api.metrics.Metrics;
import gossip.api.record.Codecs;
import gossip.api.security.Principal;
import gossip.core.group.OffsetsInTransactions;
import gossip.core.groupstore.MemoryRecords;
import gossip.core.security.Guard;
import gossip.core.topic.MemoryMetadata;
import gossip.core.topic.OffsetsTopic;
import gossip.core.topic.TransactionsTopic;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A coordinator of transactions over records in memory, which outlive it. */
final class Coordinated implements AutoCloseable {
    static final RequestContext CLIENT = new RequestContext(Principal.ANONYMOUS, "app", "10.0.0.1", "kafka");
    static final TopicPartition T0 = new TopicPartition("t", 0);
    static final TopicPartition T1 = new TopicPartition("t", 1);
    static final TopicPartition STATE = new TopicPartition(TransactionsTopic.NAME, 0);

    final MemoryMetadata metadata = new MemoryMetadata(1);
    final MemoryRecords records = new MemoryRecords();
    final ScriptedPartitions partitions = new ScriptedPartitions();
    final Map<Setting<?>, Object> settings = new HashMap<>();
    private final AtomicLong ids = new AtomicLong(100);
    private long nowMs = 1_000_000;
    Guard guard = Guard.OPEN;
    SteppedTimer timer = new SteppedTimer();
    TransactionsService service;

    Coordinated() {
        settings.put(TransactionsTopic.PARTITIONS, 1);
        metadata.submit(new MetadataCommand.CreateTopic("t", UUID.randomUUID(), Assignment.onOne(2, 1), Map.of()));
        service = start();
    }

    private TransactionsService start() {
        Settings effective = new Settings() {
            @Override
            @SuppressWarnings("unchecked")
            public <T> T value(Setting<T> setting) {
                return (T) settings.getOrDefault(setting, setting.defaultValue());
            }
        };
        TransactionsService started = new TransactionsService(
                new TransactionsService.Parts(
                        1,
                        metadata,
                        records,
                        partitions,
                        () -> CompletableFuture.completedFuture(new ProducerIdentity(ids.incrementAndGet(), (short) 0)),
                        new NoGroups(),
                        Codecs.NONE,
                        guard,
                        effective,
                        () -> Instant.ofEpochMilli(nowMs),
                        Metrics.NONE),
                timer);
        started.start();
        return started;
    }

    /** The broker dies and comes back. */
    void restart() {
        service.close();
        timer = new SteppedTimer();
        service = start();
    }

    void pass(long ms) {
        nowMs += ms;
        timer.advance(ms);
    }

    /** Waits until what an id's partition holds is known. */
    void find(String id) {
        get(service.coordinator(CLIENT, id));
    }

    static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
    }

    Initialized init(String id) {
        return get(service.initProducer(CLIENT, new Init(id, 60_000, Optional.empty())));
    }

    ErrorCode add(String id, ProducerIdentity producer, TopicPartition partition) {
        return get(service.addPartitions(CLIENT, new Add(id, producer, Set.of(partition), false, false)))
                .get(partition);
    }

    Ended end(String id, ProducerIdentity producer, boolean commit) {
        return get(service.end(CLIENT, new End(id, producer, commit, false)));
    }

    String state(String id) {
        return get(service.describe(CLIENT, List.of(id))).getFirst().state();
    }

    @Override
    public void close() {
        service.close();
    }

    /** Groups that nobody commits offsets of. */
    private static final class NoGroups implements OffsetsInTransactions {
        @Override
        public CompletionStage<TopicPartition> partitionOf(String group) {
            return CompletableFuture.completedFuture(new TopicPartition(OffsetsTopic.NAME, 0));
        }

        @Override
        public CompletionStage<Map<TopicPartition, ErrorCode>> commit(RequestContext context, OffsetCommit request) {
            throw new UnsupportedOperationException("not needed to coordinate");
        }

        @Override
        public void ended(TopicPartition partition, long producerId, boolean committed) {}
    }
}
