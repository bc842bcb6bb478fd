package gossip.core;

import gossip.api.Acks;
import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.broker.Broker;
import gossip.api.broker.Messages.PartitionRecords;
import gossip.api.broker.Messages.Read;
import gossip.api.broker.Messages.Source;
import gossip.api.broker.Messages.Start;
import gossip.api.broker.Records.PartitionBatches;
import gossip.api.broker.Records.Produce;
import gossip.api.broker.Records.Produced;
import gossip.api.broker.Records.Waiting;
import gossip.api.broker.RequestContext;
import gossip.api.broker.Topics.Created;
import gossip.api.broker.Topics.NewTopic;
import gossip.api.metadata.TopicImage;
import gossip.api.record.NewRecord;
import gossip.api.record.RecordBatchBuilder;
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

    private final Broker broker;

    DirectClient(Broker broker) {
        this.broker = broker;
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
        Duration wait = maxWait;
        while (records.size() < maxRecords) {
            PartitionRecords read = read(source, next, maxRecords - records.size(), wait);
            if (read.records().isEmpty()) {
                break;
            }
            records.addAll(read.records());
            next = read.nextOffset();
            wait = Duration.ZERO;
        }
        return records;
    }

    private PartitionRecords read(TopicPartition source, long offset, int maxRecords, Duration wait) {
        Read command =
                new Read(List.of(new Source(source, new Start.At(offset))), maxRecords, Integer.MAX_VALUE, wait, true);
        CompletableFuture<List<PartitionRecords>> done = new CompletableFuture<>();
        Waiting waiting = broker.messages().read(CONTEXT, command, done::complete);
        PartitionRecords read;
        try {
            read = await(done).getFirst();
        } catch (IllegalStateException e) {
            waiting.cancel();
            throw e;
        }
        if (read.error() != ErrorCode.NONE) {
            throw new BrokerException(read.error(), read.message());
        }
        return read;
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
