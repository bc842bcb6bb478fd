package gossip.core;

import gossip.api.Acks;
import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.RecordSlice;
import gossip.api.TopicPartition;
import gossip.api.broker.Broker;
import gossip.api.broker.Records.Fetch;
import gossip.api.broker.Records.FetchPartition;
import gossip.api.broker.Records.Fetched;
import gossip.api.broker.Records.PartitionBatches;
import gossip.api.broker.Records.Produce;
import gossip.api.broker.Records.Produced;
import gossip.api.broker.Records.Waiting;
import gossip.api.broker.RequestContext;
import gossip.api.broker.Topics.Created;
import gossip.api.broker.Topics.NewTopic;
import gossip.api.metadata.TopicImage;
import gossip.api.record.Codecs;
import gossip.api.record.NewRecord;
import gossip.api.record.RecordBatch;
import gossip.api.record.RecordBatchBuilder;
import gossip.api.record.RecordReader;
import gossip.api.record.StoredRecord;
import gossip.api.security.Principal;
import gossip.core.message.KeyHash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;

/** Drives the inbound port for one thread at a time that wants to wait. Thread-safe. */
final class DirectClient {
    private static final RequestContext CONTEXT =
            new RequestContext(Principal.ANONYMOUS, "gossip-embedded", "embedded", "embedded");
    private static final int TIMEOUT_MS = 30_000;
    private static final int FETCH_BYTES = 1 << 20;
    private static final int MAX_EXPANDED_BYTES = 256 << 20;

    private final Broker broker;
    private final RecordReader reader;

    DirectClient(Broker broker, Codecs codecs) {
        this.broker = broker;
        this.reader = new RecordReader(codecs, MAX_EXPANDED_BYTES);
    }

    void createTopic(String name, int partitionCount, Map<String, String> configs) {
        NewTopic topic = new NewTopic(name, partitionCount, (short) -1, Map.of(), configs);
        Created created =
                await(broker.topics().create(CONTEXT, List.of(topic), false)).getFirst();
        if (created.error() != ErrorCode.NONE) {
            throw new BrokerException(created.error(), created.message());
        }
    }

    int partitionFor(String topic, NewRecord record) {
        TopicImage image = broker.cluster()
                .metadata()
                .topic(topic)
                .orElseThrow(
                        () -> new BrokerException(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, "there is no topic " + topic));
        return record.key()
                .map(key -> KeyHash.partition(key, image.partitionCount()))
                .orElseGet(() -> ThreadLocalRandom.current().nextInt(image.partitionCount()));
    }

    Written produce(String topic, int partition, List<NewRecord> records) {
        TopicPartition target = new TopicPartition(topic, partition);
        Produce command = new Produce(List.of(new PartitionBatches(target, batch(records))), Acks.ALL, TIMEOUT_MS);
        CompletableFuture<List<Produced>> done = new CompletableFuture<>();
        while (!broker.records().produce(CONTEXT, command, done::complete)) {
            awaitSpace();
        }
        Produced produced = await(done).getFirst();
        if (produced.error() != ErrorCode.NONE) {
            throw new BrokerException(produced.error(), produced.message());
        }
        return new Written(topic, partition, produced.baseOffset());
    }

    private static ByteBuffer batch(List<NewRecord> records) {
        RecordBatchBuilder builder = new RecordBatchBuilder();
        records.forEach(builder::add);
        try {
            return builder.build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitSpace() {
        Semaphore space = new Semaphore(0);
        broker.records().whenWritable(space::release);
        try {
            space.acquire();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    List<StoredRecord> consume(String topic, int partition, long offset, int maxRecords, Duration maxWait) {
        TopicPartition source = new TopicPartition(topic, partition);
        List<StoredRecord> records = new ArrayList<>();
        long next = offset;
        int waitMs = Math.toIntExact(maxWait.toMillis());
        while (records.size() < maxRecords) {
            long end = read(fetch(source, next, waitMs), next, maxRecords, records);
            if (end == next) {
                break;
            }
            next = end;
            waitMs = 0;
        }
        return records;
    }

    /** Adds records from an offset on, and gives the offset to go on with. */
    private long read(ByteBuffer batches, long from, int maxRecords, List<StoredRecord> records) {
        long next = from;
        int position = 0;
        try {
            while (records.size() < maxRecords && isWhole(batches, position)) {
                RecordBatch batch = RecordBatch.at(batches, position);
                if (!batch.isControl()) {
                    // a batch comes whole, also when the wanted offset lies within it
                    reader.forEach(batch, record -> {
                        if (record.offset() >= from) {
                            records.add(record);
                        }
                        return records.size() < maxRecords;
                    });
                }
                next = batch.nextOffset();
                position = batch.end();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return next;
    }

    private static boolean isWhole(ByteBuffer batches, int position) {
        return batches.limit() - position >= RecordBatch.HEADER_BYTES
                && RecordBatch.header(batches, position).end() <= batches.limit();
    }

    private ByteBuffer fetch(TopicPartition source, long offset, int waitMs) {
        FetchPartition wanted = new FetchPartition(source, -1, offset, -1, FETCH_BYTES);
        CompletableFuture<List<Fetched>> done = new CompletableFuture<>();
        Waiting waiting = broker.records()
                .fetch(CONTEXT, new Fetch(List.of(wanted), waitMs, 1, FETCH_BYTES, true), done::complete);
        Fetched fetched;
        try {
            fetched = await(done).getFirst();
        } catch (IllegalStateException e) {
            waiting.cancel();
            done.thenAccept(late -> late.forEach(one -> one.records().close()));
            throw e;
        }
        try (RecordSlice records = fetched.records()) {
            if (fetched.error() != ErrorCode.NONE) {
                throw new BrokerException(fetched.error(), fetched.error() + " for " + source + " at offset " + offset);
            }
            return records.toBuffer();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get();
        } catch (InterruptedException e) {
            throw interrupted(e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof BrokerException refused ? refused : new CompletionException(e.getCause());
        }
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted while waiting for the broker", e);
    }
}
