package gossip.core.pipeline;

import gossip.api.ErrorCode;
import gossip.api.broker.Records.Fetch;
import gossip.api.broker.Records.FetchPartition;
import gossip.api.broker.Records.Fetched;
import gossip.api.broker.Records.Waiting;
import gossip.api.broker.RequestContext;
import gossip.core.partition.HighWatermark;
import gossip.core.partition.PartitionRuntime;
import gossip.core.pipeline.Deadlines.Deadline;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One fetch. It is always in the hands of one thread, or parked; who wakes it out of {@code PARKED} has it. Woken by records,
 * by its deadline, by the client's going away, or by the end of a partition.
 */
final class FetchOperation implements Waiting, HighWatermark.Waiter, Runnable {
    private static final Logger LOG = System.getLogger(FetchOperation.class.getName());

    private final FetchService service;
    private final RequestContext context;
    private final Fetch command;
    private final Consumer<List<Fetched>> done;
    private final long endNanos;
    private final int minBytes;
    private final FetchTarget[] targets;
    private final AtomicReference<State> state = new AtomicReference<>(State.BUSY);
    private final AtomicInteger missingBytes = new AtomicInteger();
    private volatile boolean woken;
    private volatile boolean last;
    private boolean hasBytes;
    private @Nullable Deadline deadline;

    FetchOperation(FetchService service, RequestContext context, Fetch command, Consumer<List<Fetched>> done) {
        this.service = service;
        this.context = context;
        this.command = command;
        this.done = done;
        this.minBytes = Math.min(command.minBytes(), command.maxBytes());
        this.endNanos = System.nanoTime() + command.maxWaitMs() * 1_000_000L;
        this.targets = new FetchTarget[command.partitions().size()];
    }

    /** On the caller's thread: answers or parks at once where the disk is not needed. */
    void begin() {
        find();
        if (needsDisk()) {
            service.read(this);
        } else {
            conclude(withoutRecords(), 0);
        }
    }

    private void find() {
        for (int i = 0; i < targets.length; i++) {
            FetchPartition wanted = command.partitions().get(i);
            targets[i] = new FetchTarget(wanted, command.committedOnly(), service.find(context, wanted));
        }
    }

    private boolean needsDisk() {
        for (FetchTarget target : targets) {
            if (target.place() instanceof PartitionRuntime && !target.isAtTail()) {
                return true;
            }
        }
        return false;
    }

    private Fetched[] withoutRecords() {
        Fetched[] results = new Fetched[targets.length];
        for (int i = 0; i < targets.length; i++) {
            results[i] = PartitionReader.atTail(targets[i]);
        }
        return results;
    }

    /** On a reader's thread. */
    @Override
    public void run() {
        Fetched[] results = new Fetched[targets.length];
        int bytes = 0;
        for (int i = 0; i < targets.length; i++) {
            FetchTarget target = targets[i];
            results[i] = target.isAtTail()
                    ? PartitionReader.atTail(target)
                    : service.reader().read(target, command.maxBytes() - bytes, bytes == 0);
            bytes += results[i].records().sizeBytes();
        }
        conclude(results, bytes);
    }

    private void conclude(Fetched[] results, int bytes) {
        boolean enough = last
                || targets.length == 0
                || bytes >= minBytes
                || System.nanoTime() - endNanos >= 0
                || anyFailure(results);
        if (enough || !service.mayPark()) {
            answer(results);
            return;
        }
        for (Fetched result : results) {
            result.records().close();
        }
        park(bytes);
    }

    private static boolean anyFailure(Fetched[] results) {
        for (Fetched result : results) {
            if (result.error() != ErrorCode.NONE || result.diverging().isPresent()) {
                return true;
            }
        }
        return false;
    }

    private void park(int bytes) {
        hasBytes = bytes > 0;
        missingBytes.set(minBytes - bytes);
        woken = false;
        state.set(State.PARKING);
        deadline = service.deadlines().add(Math.max(0, (endNanos - System.nanoTime()) / 1_000_000L) + 1, this::expire);
        for (FetchTarget target : targets) {
            if (target.place() instanceof PartitionRuntime partition) {
                await(target, partition);
            }
        }
        state.set(State.PARKED);
        if ((woken || last) && state.compareAndSet(State.PARKED, State.BUSY)) {
            resume();
        }
    }

    private void await(FetchTarget target, PartitionRuntime partition) {
        if (!target.await(partition, this)) {
            missingBytes.set(0);
            woken = true;
        }
        if (partition.isClosed()) {
            woken = true;
        }
    }

    @Override
    public void advanced(int bytes) {
        if (missingBytes.addAndGet(-bytes) <= 0) {
            wake();
        }
    }

    @Override
    public void gone() {
        missingBytes.set(0);
        wake();
    }

    @Override
    public void cancel() {
        last = true;
        wake();
    }

    private void expire() {
        last = true;
        wake();
    }

    private void wake() {
        woken = true;
        if (state.compareAndSet(State.PARKED, State.BUSY)) {
            resume();
        }
    }

    private void resume() {
        Deadline set = deadline;
        if (set != null) {
            service.deadlines().cancel(set);
        }
        for (FetchTarget target : targets) {
            if (target.place() instanceof PartitionRuntime partition) {
                target.forget(partition, this);
            }
        }
        service.unparked();
        find();
        if (hasBytes || needsDisk()) {
            service.read(this);
        } else {
            conclude(withoutRecords(), 0);
        }
    }

    /** Answers without records: there is no reader to be had. */
    void answerWithoutRecords() {
        answer(withoutRecords());
    }

    private void answer(Fetched[] results) {
        state.set(State.DONE);
        try {
            done.accept(Collections.unmodifiableList(Arrays.asList(results)));
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "the answer to a fetch of " + context.clientHost() + " was not taken", e);
            for (Fetched result : results) {
                result.records().close();
            }
        }
    }

    private enum State {
        /** Some thread works on it. */
        BUSY,
        /** It is being registered with what may wake it. */
        PARKING,
        /** It waits. */
        PARKED,
        /** It was answered. */
        DONE
    }
}
