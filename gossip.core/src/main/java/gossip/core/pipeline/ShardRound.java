package gossip.core.pipeline;

import com.lmax.disruptor.EventHandler;
import gossip.api.ErrorCode;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a shard's thread does with the slots it finds: append all, then answer what is done and hand the rest to the group
 * commit, once for the whole round.
 */
final class ShardRound implements EventHandler<ShardSlot> {
    private static final Logger LOG = System.getLogger(ShardRound.class.getName());

    private final int index;
    private final Appender appender;
    private final Commit commit;
    private final GroupCommit groupCommit;
    private final InstantSource clock;
    private final List<PartitionAppend> done = new ArrayList<>();
    private @Nullable PartitionAppend newest;
    private @Nullable PartitionAppend oldest;
    private long nowMs;

    ShardRound(int index, Appender appender, Commit commit, GroupCommit groupCommit, InstantSource clock) {
        this.index = index;
        this.appender = appender;
        this.commit = commit;
        this.groupCommit = groupCommit;
        this.clock = clock;
    }

    @Override
    public void onBatchStart(long batchSize, long queueDepth) {
        nowMs = clock.millis();
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
                append(append);
            }
        }
    }

    private void append(PartitionAppend append) {
        try {
            appender.append(append, nowMs);
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "appending to " + append.name() + " failed in a way it never should", e);
            append.partition().fail(new java.io.IOException("internal error: " + e, e));
            append.refuse(ErrorCode.UNKNOWN_SERVER_ERROR, "internal error; see the broker's log");
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
    }
}
