package gossip.core.pipeline;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/**
 * Whether the write-ahead log can still be relied on. Once it failed it has failed until the broker is restarted: a sync
 * that is repeated may succeed although the kernel has dropped what it was for. Any thread.
 */
final class StorageHealth {
    private static final Logger LOG = System.getLogger(StorageHealth.class.getName());

    private volatile @Nullable String failure;

    /** Why nothing can be made durable; null while all is well. */
    @Nullable
    String failure() {
        return failure;
    }

    synchronized void fail(IOException cause) {
        if (failure == null) {
            failure = "the write-ahead log failed (" + cause.getMessage() + "); check the disk and restart the broker";
            LOG.log(
                    Level.ERROR,
                    "the write-ahead log failed: records of topics with durability fsync are refused until the broker"
                            + " is restarted; check the disk",
                    cause);
        }
    }
}
