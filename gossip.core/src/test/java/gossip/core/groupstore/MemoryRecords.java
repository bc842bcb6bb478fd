package gossip.core.groupstore;

import gossip.api.BufferSlice;
import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.broker.Records;
import gossip.api.broker.RequestContext;
import gossip.api.record.RecordBatch;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Keeps records in memory, batch by batch as a log does; can hold results back, be full, or fail. */
public final class MemoryRecords implements Records {
    private static final class Log {
        final List<ByteBuffer> batches = new ArrayList<>();
        long end;
    }

    private final Map<TopicPartition, Log> logs = new HashMap<>();
    private final Queue<Runnable> held = new ArrayDeque<>();
    private final List<Runnable> resumes = new ArrayList<>();
    private boolean holding;
    private boolean full;
    private ErrorCode failure = ErrorCode.NONE;
    private final Queue<Runnable> heldFetches = new ArrayDeque<>();
    private long fetchableTo = Long.MAX_VALUE;
    private CompletableFuture<Void> waitingFetch = new CompletableFuture<>();

    public synchronized void hold() {
        holding = true;
    }

    public void release() {
        while (true) {
            Runnable next;
            synchronized (this) {
                holding = false;
                next = held.poll();
            }
            if (next == null) {
                return;
            }
            next.run();
        }
    }

    /** Whoever waits for results that are held has died and never hears of them. */
    public synchronized void forgetHeld() {
        holding = false;
        held.clear();
    }

    public void fill(boolean isFull) {
        List<Runnable> toResume = new ArrayList<>();
        synchronized (this) {
            full = isFull;
            if (!full) {
                toResume.addAll(resumes);
                resumes.clear();
            }
        }
        toResume.forEach(Runnable::run);
    }

    public synchronized void fail(ErrorCode error) {
        failure = error;
    }

    /**
     * Holds what is at that offset, or after it, back from fetches.
     *
     * @return completes when a fetch waits for that
     */
    public synchronized CompletableFuture<Void> holdFetchesFrom(long offset) {
        fetchableTo = offset;
        waitingFetch = new CompletableFuture<>();
        return waitingFetch;
    }

    public void releaseFetches() {
        List<Runnable> toRun;
        synchronized (this) {
            fetchableTo = Long.MAX_VALUE;
            toRun = new ArrayList<>(heldFetches);
            heldFetches.clear();
        }
        toRun.forEach(Runnable::run);
    }

    public synchronized long end(TopicPartition partition) {
        return log(partition).end;
    }

    public synchronized int batchCount(TopicPartition partition) {
        return log(partition).batches.size();
    }

    public synchronized int largestBatchBytes(TopicPartition partition) {
        return log(partition).batches.stream().mapToInt(ByteBuffer::limit).max().orElse(0);
    }

    private Log log(TopicPartition partition) {
        return logs.computeIfAbsent(partition, p -> new Log());
    }

    @Override
    public boolean produce(RequestContext context, Produce command, Consumer<List<Produced>> done) {
        List<Produced> results = new ArrayList<>();
        synchronized (this) {
            if (full) {
                return false;
            }
            command.partitions().forEach(p -> results.add(append(p)));
            if (holding) {
                held.add(() -> done.accept(results));
                return true;
            }
        }
        done.accept(results);
        return true;
    }

    private Produced append(PartitionBatches what) {
        if (failure != ErrorCode.NONE) {
            return Produced.failed(what.partition(), failure, "as the test wants");
        }
        Log log = log(what.partition());
        RecordBatch batch = RecordBatch.at(what.batches(), what.batches().position());
        if (!batch.isIntact()) {
            return Produced.failed(what.partition(), ErrorCode.CORRUPT_MESSAGE, "checksum");
        }
        long base = log.end;
        batch.assign(base, 0);
        log.batches.add(
                ByteBuffer.allocate(batch.sizeBytes()).put(batch.bytes()).flip());
        log.end = batch.nextOffset();
        return new Produced(what.partition(), ErrorCode.NONE, "", base, -1, 0);
    }

    @Override
    public void whenWritable(Runnable resume) {
        boolean now;
        synchronized (this) {
            now = !full;
            if (!now) {
                resumes.add(resume);
            }
        }
        if (now) {
            resume.run();
        }
    }

    @Override
    public Waiting fetch(RequestContext context, Fetch command, Consumer<List<Fetched>> done) {
        List<Fetched> results;
        synchronized (this) {
            if (command.partitions().stream().anyMatch(p -> p.fetchOffset() >= fetchableTo)) {
                heldFetches.add(() -> fetch(context, command, done));
                waitingFetch.complete(null);
                return () -> {};
            }
            results = command.partitions().stream().map(this::read).toList();
        }
        done.accept(results);
        return () -> {};
    }

    private Fetched read(FetchPartition what) {
        if (failure != ErrorCode.NONE) {
            return Fetched.failed(what.partition(), failure);
        }
        Log log = log(what.partition());
        List<ByteBuffer> found = new ArrayList<>();
        int size = 0;
        for (ByteBuffer batch : log.batches) {
            if (RecordBatch.at(batch, 0).baseOffset() >= fetchableTo
                    || !found.isEmpty() && size + batch.limit() > 300) {
                break;
            }
            if (RecordBatch.at(batch, 0).nextOffset() > what.fetchOffset()) {
                found.add(batch);
                size += batch.limit();
            }
        }
        ByteBuffer bytes = ByteBuffer.allocate(size);
        found.forEach(batch -> bytes.put(batch.duplicate()));
        return new Fetched(
                what.partition(), ErrorCode.NONE, log.end, log.end, 0, Optional.empty(), new BufferSlice(bytes.flip()));
    }

    @Override
    public synchronized CompletionStage<List<OffsetAnswer>> offsets(RequestContext context, List<OffsetQuery> queries) {
        return CompletableFuture.completedFuture(queries.stream()
                .map(q -> new OffsetAnswer(q.partition(), failure, look(log(q.partition()), q.spec()), -1, 0))
                .toList());
    }

    private static long look(Log log, OffsetSpec spec) {
        return switch (spec) {
            case OffsetSpec.Earliest e -> 0;
            case OffsetSpec.Latest e -> log.end;
            case OffsetSpec.MaxTimestamp e -> throw new UnsupportedOperationException("not needed to keep offsets");
            case OffsetSpec.AtTime e -> throw new UnsupportedOperationException("not needed to keep offsets");
        };
    }

    @Override
    public CompletionStage<List<EpochAnswer>> epochEnds(RequestContext context, List<EpochQuery> queries) {
        throw new UnsupportedOperationException("not needed to keep offsets");
    }

    @Override
    public CompletionStage<Map<TopicPartition, Deleted>> deleteBefore(
            RequestContext context, Map<TopicPartition, Long> beforeOffset) {
        throw new UnsupportedOperationException("not needed to keep offsets");
    }

    @Override
    public CompletionStage<ProducerIdentity> newProducer(RequestContext context) {
        throw new UnsupportedOperationException("not needed to keep offsets");
    }
}
