package gossip.core.pipeline;

import com.lmax.disruptor.EventHandler;
import gossip.api.ErrorCode;
import gossip.core.flight.ShardRoundEvent;
import gossip.core.partition.PartitionRuntime;
import gossip.core.partition.PartitionTable;
import gossip.core.partition.Place;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a shard's thread does with the slots it finds: append all, then answer what is done and hand the rest to the group
 * commit, once for the whole round.
 */
final class ShardRound implements EventHandler<ShardSlot> {
    private static final Logger LOG = System.getLogger(ShardRound.class.getName());

    private final int index;
    private final PartitionTable table;
    private final Preparation preparation;
    private final Appender appender;
    private final Commit commit;
    private final GroupCommit groupCommit;
    private final InstantSource clock;
    private final GiveBack giveBack;
    private final WriterLoans loans = new WriterLoans();
    private final Verifications verifications;
    private Consumer<Runnable> resume = Runnable::run;
    private final List<PartitionAppend> done = new ArrayList<>();
    private @Nullable PartitionAppend newest;
    private @Nullable PartitionAppend oldest;
    private long nowMs;
    private ShardRoundEvent flight = new ShardRoundEvent();

    ShardRound(
            int index,
            PartitionTable table,
            Preparation preparation,
            Appender appender,
            Commit commit,
            GroupCommit groupCommit,
            InstantSource clock,
            GiveBack giveBack,
            TransactionGate gate) {
        this.index = index;
        this.table = table;
        this.preparation = preparation;
        this.appender = appender;
        this.commit = commit;
        this.groupCommit = groupCommit;
        this.clock = clock;
        this.giveBack = giveBack;
        this.verifications = new Verifications(gate, task -> resume.accept(task), this::admit);
    }

    /** Names the way back to this thread; before it starts. */
    void resumeThrough(Consumer<Runnable> way) {
        resume = way;
    }

    @Override
    public void onBatchStart(long batchSize, long queueDepth) {
        nowMs = clock.millis();
        flight = new ShardRoundEvent();
        flight.slots = batchSize;
        flight.queueDepth = queueDepth;
        flight.begin();
    }

    @Override
    public void onEvent(ShardSlot slot, long sequence, boolean endOfBatch) {
        ProduceRequest request = slot.request();
        Runnable task = slot.task();
        slot.set(null, null);
        if (request != null) {
            appendAll(request);
        } else if (task != null) {
            task.run();
        }
        if (endOfBatch) {
            finish();
        }
    }

    private void appendAll(ProduceRequest request) {
        for (PartitionAppend append : request.appends()) {
            if (append != null && append.partition().shard() == index) {
                admit(append);
            }
        }
    }

    private void admit(PartitionAppend append) {
        PartitionRuntime partition = append.partition();
        if (partition.isClosed()) {
            switch (table.locate(partition.id())) {
                case PartitionRuntime again -> {
                    partition = again;
                    append.partition(again);
                }
                case Place.Absent absent -> {
                    append.refuse(absent.error(), absent.message());
                    return;
                }
            }
        }
        if (append.request().areMarkers()) {
            verifications.outdate(append);
        }
        if (verifications.join(append)) {
            return;
        }
        if (loans.isLent(partition)) {
            loans.defer(append);
        } else if (Preparation.isNeeded(partition)) {
            prepare(partition, append);
        } else {
            append(append);
        }
    }

    private void prepare(PartitionRuntime partition, PartitionAppend append) {
        loans.lend(partition, () -> {});
        loans.defer(append);
        if (!preparation.begin(partition, problem -> giveBack.giveBack(partition, problem))) {
            giveBack(partition, preparation.prepare(partition));
        }
    }

    /** Lends a partition; the borrower is told, on this thread, when it has it. */
    void lend(PartitionRuntime partition, Runnable borrower) {
        loans.lend(partition, borrower);
    }

    /** Takes a partition back and goes on with what waited for it. */
    void giveBack(PartitionRuntime partition, @Nullable IOException problem) {
        loans.end(partition, problem, (append, obstacle) -> {
            if (obstacle == null) {
                admit(append);
            } else {
                Appender.refuse(append, obstacle);
            }
        });
    }

    private void append(PartitionAppend append) {
        try {
            appender.append(append, nowMs);
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "appending to " + append.name() + " failed in a way it never should", e);
            append.partition().fail(new IOException("internal error: " + e, e));
            append.refuse(ErrorCode.UNKNOWN_SERVER_ERROR, "internal error; see the broker's log");
            return;
        }
        if (append.isUnverified()) {
            verifications.begin(append);
            return;
        }
        if (!append.isAppended()) {
            return;
        }
        if (append.awaitsSync()) {
            append.next(newest);
            newest = append;
            oldest = oldest == null ? append : oldest;
        } else {
            done.add(append);
        }
    }

    private void finish() {
        PartitionAppend last = newest;
        PartitionAppend first = oldest;
        if (last != null && first != null) {
            newest = null;
            oldest = null;
            groupCommit.push(last, first);
        }
        for (PartitionAppend append : done) {
            commit.persisted(append);
        }
        done.clear();
        record();
    }

    private void record() {
        flight.end();
        if (flight.shouldCommit()) {
            flight.shard = index;
            flight.commit();
        }
    }

    /** Ends a loan from another thread, through the ring. */
    interface GiveBack {
        void giveBack(PartitionRuntime partition, @Nullable IOException problem);
    }
}
