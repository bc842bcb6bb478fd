package gossip.core.pipeline;

import gossip.api.storage.DiskFullException;
import gossip.core.partition.PartitionOpener;
import gossip.core.partition.PartitionRuntime;
import gossip.core.partition.PartitionRuntime.Opened;
import gossip.core.topic.TopicConfig;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Opens partitions and brings new settings to them, off the shard's thread, for both can take long. */
final class Preparation {
    private static final Logger LOG = System.getLogger(Preparation.class.getName());

    private final PartitionOpener opener;
    private final Executor openers;

    Preparation(PartitionOpener opener, Executor openers) {
        this.opener = opener;
        this.openers = openers;
    }

    /** Whether something has to be done before the next append. Shard thread. */
    static boolean isNeeded(PartitionRuntime partition) {
        if (partition.failure() != null) {
            return false;
        }
        Opened opened = partition.opened();
        return opened == null || !opened.config().equals(partition.standing().config());
    }

    /**
     * Prepares a partition that is lent for it.
     *
     * @param done called on the opener's thread with what prevents writing for now
     * @return false if there are too many already; it is for the caller to do it then
     */
    boolean begin(PartitionRuntime partition, Consumer<@Nullable IOException> done) {
        try {
            openers.execute(() -> done.accept(prepare(partition)));
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    /** Prepares a partition on the thread of its present writer; returns what prevents writing for now. */
    @Nullable
    IOException prepare(PartitionRuntime partition) {
        try {
            opened(partition);
            return null;
        } catch (IOException e) {
            return e;
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "opening " + partition + " failed in a way it never should", e);
            IOException failure = new IOException("internal error: " + e, e);
            partition.fail(failure);
            return failure;
        }
    }

    /** The open partition with its present settings. For its present writer. */
    Opened opened(PartitionRuntime partition) throws IOException {
        Opened opened = opener.open(partition);
        TopicConfig config = partition.standing().config();
        if (!opened.config().equals(config)) {
            try {
                opened.apply(config);
            } catch (DiskFullException e) {
                throw e;
            } catch (IOException e) {
                partition.fail(e);
                throw e;
            }
        }
        return opened;
    }
}
