package gossip.core.pipeline;

import com.lmax.disruptor.BatchEventProcessor;
import com.lmax.disruptor.BatchEventProcessorBuilder;
import com.lmax.disruptor.RingBuffer;
import gossip.api.metrics.Metrics;
import gossip.core.partition.PartitionRuntime;
import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One ring and the thread {@code gossip-shard-N} that empties it. That thread is the writer of the shard's partitions, but
 * for what it lends. The ring has a slot for every request that {@link Admission} lets in, and some for tasks of the broker
 * itself, which wait for one.
 */
final class Shard implements AutoCloseable {
    private static final int TASK_SLOTS = 64;
    private static final int MAX_ROUND = 256;
    private static final int SPINS = 200;

    private final int index;
    private final ShardRound round;
    private final RingBuffer<ShardSlot> ring;
    private final BatchEventProcessor<ShardSlot> processor;
    private final Semaphore taskSlots = new Semaphore(TASK_SLOTS);
    /** What goes on after it had to wait for somebody else; bounded by {@link Admission}. */
    private final Queue<Runnable> resumed = new ConcurrentLinkedQueue<>();

    private final AtomicBoolean resuming = new AtomicBoolean();
    private @Nullable Thread thread;

    Shard(int index, int maxRequests, ShardRound round) {
        this.index = index;
        this.round = round;
        // the slots of a round are free only at its end, when its requests may be answered and others let in already
        this.ring = RingBuffer.createMultiProducer(
                ShardSlot::new, powerOfTwo(maxRequests + TASK_SLOTS + 1 + MAX_ROUND), new ParkingWaitStrategy(SPINS));
        this.processor =
                new BatchEventProcessorBuilder().setMaxBatchSize(MAX_ROUND).build(ring, ring.newBarrier(), round);
        ring.addGatingSequences(processor.getSequence());
        round.resumeThrough(this::resume);
    }

    private static int powerOfTwo(int atLeast) {
        return Integer.highestOneBit(Math.max(1, atLeast - 1)) << 1;
    }

    void start() {
        thread = PipelineThreads.start("gossip-shard-" + index, processor);
    }

    void report(Metrics metrics) {
        String shard = String.valueOf(index);
        metrics.gauge("gossip_ring_slots", "Slots of the ring of a shard.", ring::getBufferSize, "shard", shard);
        metrics.gauge(
                "gossip_ring_used_slots",
                "Slots of the ring of a shard with requests and tasks that are not done.",
                () -> ring.getBufferSize() - ring.remainingCapacity(),
                "shard",
                shard);
    }

    /** Hands a request over; there is a slot for it because it was let in. Any thread; never blocks. */
    void submit(ProduceRequest request) {
        long sequence = ring.next();
        ring.get(sequence).set(request, null);
        ring.publish(sequence);
    }

    /**
     * Runs a task on the shard's thread. Blocks while too many tasks wait, so not for event loops and shards.
     *
     * @return completes with what the task returns, or as it fails
     */
    <T> CompletableFuture<T> call(Callable<T> task) {
        CompletableFuture<T> result = new CompletableFuture<>();
        taskSlots.acquireUninterruptibly();
        long sequence = ring.next();
        ring.get(sequence).set(null, () -> {
            taskSlots.release();
            complete(result, task);
        });
        ring.publish(sequence);
        return result;
    }

    /** Goes on with something on the shard's thread. Any thread, also a shard's; never blocks for long. */
    void resume(Runnable task) {
        resumed.add(task);
        if (resuming.compareAndSet(false, true)) {
            long sequence = ring.next();
            ring.get(sequence).set(null, this::resumeAll);
            ring.publish(sequence);
        }
    }

    private void resumeAll() {
        resuming.set(false);
        Runnable task = resumed.poll();
        while (task != null) {
            task.run();
            task = resumed.poll();
        }
    }

    private static <T> void complete(CompletableFuture<T> result, Callable<T> task) {
        try {
            result.complete(task.call());
        } catch (Throwable e) { // the ring must go on, and the caller gets to know
            result.completeExceptionally(e);
        }
    }

    /**
     * Does something in the role of a partition's writer on the caller's thread, once it is not lent to anybody else.
     * Blocks, so not for event loops and shards.
     */
    <T> T borrow(PartitionRuntime partition, Work<T> work) throws IOException {
        CompletableFuture<Boolean> granted = new CompletableFuture<>();
        call(() -> {
            round.lend(partition, () -> granted.complete(true));
            return true;
        });
        granted.join();
        try {
            return work.run();
        } finally {
            giveBack(partition, null);
        }
    }

    /** Ends a loan. Any thread that may block. */
    void giveBack(PartitionRuntime partition, @Nullable IOException problem) {
        call(() -> {
            round.giveBack(partition, problem);
            return true;
        });
    }

    /** Ends the thread; nothing may be under way any more. */
    @Override
    public void close() {
        processor.halt();
        Thread running = thread;
        if (running != null) {
            PipelineThreads.join(running);
        }
    }

    /** What is done in the role of a writer. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws IOException;
    }
}
