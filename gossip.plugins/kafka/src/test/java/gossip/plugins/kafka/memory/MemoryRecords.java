package gossip.plugins.kafka.memory;

import gossip.api.EpochEnd;
import gossip.api.ErrorCode;
import gossip.api.RecordSlice;
import gossip.api.TopicPartition;
import gossip.api.broker.Records;
import gossip.api.broker.RequestContext;
import gossip.api.record.InvalidBatchException;
import gossip.api.record.StoredRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Partitions of one broker. Everything but the flags belongs to the broker's thread. */
public final class MemoryRecords implements Records, AutoCloseable {
    private final MemoryCluster cluster;
    private final ScheduledExecutorService thread;
    private final Map<TopicPartition, MemoryLog> logs = new HashMap<>();
    private final List<WaitingFetch> waiting = new ArrayList<>();
    private final AtomicInteger openSlices = new AtomicInteger();
    private final AtomicLong nextProducerId = new AtomicLong(1000);
    private final List<Runnable> whenWritable = new ArrayList<>();
    private final AtomicReference<SliceKind> sliceKind = new AtomicReference<>(SliceKind.FILE);
    private boolean full;

    MemoryRecords(MemoryCluster cluster, ScheduledExecutorService thread) {
        this.cluster = cluster;
        this.thread = thread;
    }

    /** Slices that nobody has closed yet. */
    public int openSlices() {
        return openSlices.get();
    }

    /** Where records are sent from. */
    public void sliceKind(SliceKind kind) {
        sliceKind.set(kind);
    }

    /** Fetches that wait for records. */
    public int waitingFetches() {
        return CompletableFuture.supplyAsync(waiting::size, thread).join();
    }

    /** Refuses records, or takes them again. */
    public void full(boolean refuse) {
        List<Runnable> resumed = List.of();
        synchronized (whenWritable) {
            full = refuse;
            if (!refuse) {
                resumed = List.copyOf(whenWritable);
                whenWritable.clear();
            }
        }
        resumed.forEach(thread::execute);
    }

    /** How many connections wait to be told that records are taken again. */
    public int waitingForRoom() {
        synchronized (whenWritable) {
            return whenWritable.size();
        }
    }

    @Override
    public boolean produce(RequestContext context, Produce command, Consumer<List<Produced>> done) {
        synchronized (whenWritable) {
            if (full) {
                return false;
            }
        }
        thread.execute(() -> {
            List<Produced> results = new ArrayList<>();
            command.partitions().forEach(batches -> results.add(append(batches)));
            done.accept(results);
            serveWaiting();
        });
        return true;
    }

    private Produced append(PartitionBatches batches) {
        if (!exists(batches.partition())) {
            return Produced.failed(batches.partition(), ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, "no such partition");
        }
        try {
            MemoryLog log = log(batches.partition());
            long base = log.append(batches.batches());
            return new Produced(batches.partition(), ErrorCode.NONE, "", base, -1, log.startOffset());
        } catch (IllegalArgumentException | InvalidBatchException e) {
            return Produced.failed(batches.partition(), ErrorCode.CORRUPT_MESSAGE, "the batch is damaged");
        }
    }

    @Override
    public void whenWritable(Runnable resume) {
        synchronized (whenWritable) {
            if (full) {
                whenWritable.add(resume);
                return;
            }
        }
        thread.execute(resume);
    }

    @Override
    public Waiting fetch(RequestContext context, Fetch command, Consumer<List<Fetched>> done) {
        WaitingFetch fetch = new WaitingFetch(command, done);
        thread.execute(() -> {
            waiting.add(fetch);
            serveWaiting();
            if (waiting.contains(fetch)) {
                thread.schedule(() -> expire(fetch), command.maxWaitMs(), TimeUnit.MILLISECONDS);
            }
        });
        return () -> thread.execute(() -> expire(fetch));
    }

    private void expire(WaitingFetch fetch) {
        if (waiting.remove(fetch)) {
            fetch.done().accept(read(fetch.command()));
        }
    }

    private void serveWaiting() {
        for (WaitingFetch fetch : List.copyOf(waiting)) {
            List<Fetched> results = read(fetch.command());
            long bytes =
                    results.stream().mapToLong(r -> r.records().sizeBytes()).sum();
            boolean failed = results.stream().anyMatch(r -> r.error() != ErrorCode.NONE);
            if (failed || bytes >= fetch.command().minBytes()) {
                waiting.remove(fetch);
                fetch.done().accept(results);
            } else {
                results.forEach(r -> r.records().close());
            }
        }
    }

    private List<Fetched> read(Fetch command) {
        List<Fetched> results = new ArrayList<>();
        int left = command.maxBytes();
        for (FetchPartition wanted : command.partitions()) {
            Fetched fetched = read(wanted, left);
            left -= fetched.records().sizeBytes();
            results.add(fetched);
        }
        return results;
    }

    private Fetched read(FetchPartition wanted, int left) {
        if (!exists(wanted.partition())) {
            return Fetched.failed(wanted.partition(), ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
        }
        MemoryLog log = log(wanted.partition());
        if (wanted.fetchOffset() < log.startOffset() || wanted.fetchOffset() > log.endOffset()) {
            return Fetched.failed(wanted.partition(), ErrorCode.OFFSET_OUT_OF_RANGE);
        }
        return new Fetched(
                wanted.partition(),
                ErrorCode.NONE,
                log.endOffset(),
                log.endOffset(),
                log.startOffset(),
                Optional.empty(),
                left <= 0 ? RecordSlice.EMPTY : log.read(wanted.fetchOffset(), Math.min(left, wanted.maxBytes())));
    }

    @Override
    public CompletionStage<List<OffsetAnswer>> offsets(RequestContext context, List<OffsetQuery> queries) {
        return later(() -> queries.stream().map(this::offset).toList());
    }

    private OffsetAnswer offset(OffsetQuery query) {
        if (!exists(query.partition())) {
            return new OffsetAnswer(query.partition(), ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, -1, -1, -1);
        }
        MemoryLog log = log(query.partition());
        return switch (query.spec()) {
            case OffsetSpec.Earliest earliest -> answer(query, log.startOffset(), -1);
            case OffsetSpec.Latest latest -> answer(query, log.endOffset(), -1);
            case OffsetSpec.MaxTimestamp max -> answer(query, log.latest());
            case OffsetSpec.AtTime time -> answer(query, log.find(time.timestampMs()));
        };
    }

    private static OffsetAnswer answer(OffsetQuery query, Optional<StoredRecord> record) {
        return record.map(r -> answer(query, r.offset(), r.timestampMs())).orElseGet(() -> answer(query, -1, -1));
    }

    private static OffsetAnswer answer(OffsetQuery query, long offset, long timestampMs) {
        return new OffsetAnswer(query.partition(), ErrorCode.NONE, offset, timestampMs, 0);
    }

    @Override
    public CompletionStage<List<EpochAnswer>> epochEnds(RequestContext context, List<EpochQuery> queries) {
        return later(() -> queries.stream()
                .map(query -> exists(query.partition())
                        ? new EpochAnswer(
                                query.partition(),
                                ErrorCode.NONE,
                                Optional.of(
                                        new EpochEnd(0, log(query.partition()).endOffset())))
                        : new EpochAnswer(query.partition(), ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, Optional.empty()))
                .toList());
    }

    @Override
    public CompletionStage<Map<TopicPartition, Deleted>> deleteBefore(
            RequestContext context, Map<TopicPartition, Long> beforeOffset) {
        return later(() -> {
            Map<TopicPartition, Deleted> results = new HashMap<>();
            beforeOffset.forEach((partition, offset) -> results.put(partition, delete(partition, offset)));
            return results;
        });
    }

    private Deleted delete(TopicPartition partition, long offset) {
        if (!exists(partition)) {
            return new Deleted(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, "no such partition", -1);
        }
        MemoryLog log = log(partition);
        if (offset > log.endOffset()) {
            return new Deleted(ErrorCode.OFFSET_OUT_OF_RANGE, "beyond the end", -1);
        }
        log.deleteBefore(offset == -1 ? log.endOffset() : offset);
        return new Deleted(ErrorCode.NONE, "", log.startOffset());
    }

    @Override
    public CompletionStage<ProducerIdentity> newProducer(RequestContext context) {
        return later(() -> new ProducerIdentity(nextProducerId.getAndIncrement(), (short) 0));
    }

    void forget(String topic) {
        thread.execute(
                () -> logs.keySet().removeIf(partition -> partition.topic().equals(topic)));
    }

    @Override
    public void close() {
        logs.values().forEach(MemoryLog::close);
    }

    private <T> CompletionStage<T> later(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, thread);
    }

    private boolean exists(TopicPartition partition) {
        return cluster.metadata()
                .topic(partition.topic())
                .filter(topic -> topic.has(partition.partition()))
                .isPresent();
    }

    private MemoryLog log(TopicPartition partition) {
        return logs.computeIfAbsent(partition, key -> new MemoryLog(openSlices, sliceKind::get));
    }

    private record WaitingFetch(Fetch command, Consumer<List<Fetched>> done) {
        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }
}
