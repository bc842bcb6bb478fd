package gossip.core.pipeline;

import gossip.api.Acks;
import gossip.api.Endpoint;
import gossip.api.PartitionId;
import gossip.api.TopicPartition;
import gossip.api.broker.Records.Fetch;
import gossip.api.broker.Records.FetchPartition;
import gossip.api.broker.Records.Fetched;
import gossip.api.broker.Records.PartitionBatches;
import gossip.api.broker.Records.Produce;
import gossip.api.broker.Records.Produced;
import gossip.api.broker.RequestContext;
import gossip.api.config.Setting;
import gossip.api.config.Settings;
import gossip.api.metadata.Assignment;
import gossip.api.metadata.MetadataCommand;
import gossip.api.metadata.MetadataImage;
import gossip.api.metrics.Metrics;
import gossip.api.plugin.RecordInterceptor;
import gossip.api.record.Codecs;
import gossip.api.record.NewRecord;
import gossip.api.record.RecordBatchBuilder;
import gossip.api.record.RecordReader;
import gossip.api.record.StoredRecord;
import gossip.api.replication.ReplicationManager;
import gossip.api.security.Principal;
import gossip.core.partition.LocalPartitions;
import gossip.core.security.Guard;
import gossip.core.topic.TopicSettings;
import gossip.plugins.simulation.MemoryLogStore;
import gossip.plugins.simulation.MemoryMetadataStore;
import gossip.plugins.simulation.MemoryWriteAheadLog;
import gossip.plugins.simulation.SimulatedDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A broker's records port over memory, with faults on demand; tests step it by hand. */
final class World implements AutoCloseable {
    static final int BROKER = 1;
    static final RequestContext CLIENT = new RequestContext(Principal.ANONYMOUS, "test", "10.0.0.1", "kafka");

    final SimulatedDisk disk = new SimulatedDisk();
    final MemoryMetadataStore metadata = new MemoryMetadataStore("node", MetadataImage.EMPTY);
    final AtomicLong nowMs = new AtomicLong(1_700_000_000_000L);
    final Map<Setting<?>, Object> settings = new HashMap<>();
    final FaultyLogs logs = new FaultyLogs(new MemoryLogStore(disk));
    List<RecordInterceptor> interceptors = List.of();
    Guard guard = Guard.OPEN;
    Codecs codecs = Codecs.NONE;
    ReplicationManager replication = new SoleReplica();
    GatedWal wal = new GatedWal(new MemoryWriteAheadLog(disk));
    RecordsService records;

    World() {
        metadata.submit(new MetadataCommand.RegisterBroker("node", List.of(new Endpoint("kafka", "localhost", 9092))));
    }

    <T> World with(Setting<T> setting, T value) {
        settings.put(setting, value);
        return this;
    }

    World topic(String name, int partitions, Map<String, String> configs) {
        metadata.submit(new MetadataCommand.CreateTopic(
                name,
                UUID.nameUUIDFromBytes((name + System.nanoTime()).getBytes(StandardCharsets.UTF_8)),
                Assignment.onOne(partitions, BROKER),
                configs));
        return this;
    }

    World topic(String name) {
        return topic(name, 1, Map.of());
    }

    World osTopic(String name) {
        return topic(name, 1, Map.of("gossip.durability", "os"));
    }

    PartitionId id(String topic, int partition) {
        return metadata.image().topic(topic).orElseThrow().partitionId(partition);
    }

    World start() throws IOException {
        Settings effective = new Settings() {
            @Override
            @SuppressWarnings("unchecked")
            public <T> T value(Setting<T> setting) {
                return (T) settings.getOrDefault(setting, setting.defaultValue());
            }
        };
        records = RecordsService.open(new RecordsService.Parts(
                BROKER,
                logs,
                wal,
                metadata,
                replication,
                new LocalPartitions(),
                interceptors,
                codecs,
                guard,
                new TopicSettings(effective),
                effective,
                () -> Instant.ofEpochMilli(nowMs.get()),
                Metrics.NONE));
        return this;
    }

    /** Power goes, and comes back: what was neither synced nor flushed is gone. */
    World losePower() throws IOException {
        stopWithoutPower();
        newWal();
        return start();
    }

    /** Power goes; what was neither synced nor flushed is gone. */
    void stopWithoutPower() throws IOException {
        wal.open();
        RecordsService old = records;
        disk.failWith("no power");
        try {
            old.close();
        } catch (IOException e) {
            // as it must, without power
        }
        disk.heal();
        disk.losePower();
    }

    /** Opens the write-ahead log anew. */
    void newWal() {
        wal = new GatedWal(new MemoryWriteAheadLog(disk));
    }

    World restart() throws IOException {
        records.close();
        wal = new GatedWal(new MemoryWriteAheadLog(disk));
        return start();
    }

    static ByteBuffer batch(String... values) {
        return build(new RecordBatchBuilder(), values);
    }

    static ByteBuffer idempotent(long producer, int epoch, int sequence, String... values) {
        return build(new RecordBatchBuilder().producer(producer, (short) epoch, sequence), values);
    }

    static ByteBuffer build(RecordBatchBuilder builder, String... values) {
        for (String value : values) {
            builder.add(NewRecord.of(1_700_000_000_000L, "k-" + value, value));
        }
        try {
            return builder.build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    CompletableFuture<List<Produced>> send(Acks acks, PartitionBatches... parts) {
        CompletableFuture<List<Produced>> answer = new CompletableFuture<>();
        if (!records.produce(CLIENT, new Produce(List.of(parts), acks, 1000), answer::complete)) {
            throw new IllegalStateException("the broker is full");
        }
        return answer;
    }

    CompletableFuture<List<Produced>> send(String topic, ByteBuffer batches) {
        return send(Acks.ALL, new PartitionBatches(new TopicPartition(topic, 0), batches));
    }

    Produced produce(String topic, ByteBuffer batches) {
        return await(send(topic, batches)).getFirst();
    }

    Produced produce(String topic, String... values) {
        return produce(topic, batch(values));
    }

    CompletableFuture<List<Fetched>> fetch(Fetch fetch) {
        CompletableFuture<List<Fetched>> answer = new CompletableFuture<>();
        records.fetch(CLIENT, fetch, answer::complete);
        return answer;
    }

    static FetchPartition from(String topic, long offset) {
        return new FetchPartition(new TopicPartition(topic, 0), -1, offset, -1, 1 << 20);
    }

    static Fetch now(FetchPartition... partitions) {
        return new Fetch(List.of(partitions), 0, 1, 1 << 20, false);
    }

    static Fetch waiting(int maxWaitMs, FetchPartition... partitions) {
        return new Fetch(List.of(partitions), maxWaitMs, 1, 1 << 20, false);
    }

    List<String> values(String topic, long offset) {
        return values(await(fetch(now(from(topic, offset)))).getFirst());
    }

    static List<String> values(Fetched fetched) {
        List<String> values = new ArrayList<>();
        for (StoredRecord record : stored(fetched)) {
            values.add(
                    StandardCharsets.UTF_8.decode(record.value().orElseThrow()).toString());
        }
        return values;
    }

    static List<StoredRecord> stored(Fetched fetched) {
        try {
            return new RecordReader(Codecs.NONE, 1 << 20)
                    .readAll(fetched.records().toBuffer());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static <T> T await(CompletableFuture<T> future) {
        return future.orTimeout(10, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() throws IOException {
        wal.open();
        disk.heal();
        logs.heal();
        if (records != null) {
            records.close();
        }
    }
}
