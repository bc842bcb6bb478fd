package gossip.storage.segment.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A file that stays open while somebody holds it. The pool holds every file in it once; others hold it for as long as they
 * read or write. Thread-safe.
 */
public final class OpenFile {
    private final StorageFile file;
    private final AtomicInteger holders = new AtomicInteger(1);
    private volatile boolean dirty;
    private volatile boolean recentlyUsed = true;

    OpenFile(StorageFile file) {
        this.file = file;
    }

    /**
     * The file.
     *
     * @return open while held
     */
    public StorageFile file() {
        return file;
    }

    /**
     * Holds the file once more.
     *
     * @return false if it has been closed
     */
    public boolean tryHold() {
        int count = holders.get();
        while (count > 0) {
            if (holders.compareAndSet(count, count + 1)) {
                if (!recentlyUsed) {
                    recentlyUsed = true;
                }
                return true;
            }
            count = holders.get();
        }
        return false;
    }

    /** Lets go of the file; the last one closes it. */
    public void release() {
        if (holders.decrementAndGet() == 0) {
            close();
        }
    }

    /** Says that there are writes that no sync covers; after each write, while held. */
    public void markDirty() {
        if (!dirty) {
            dirty = true;
        }
    }

    /**
     * Makes all writes durable, while held.
     *
     * @throws IOException if the disk fails
     */
    public void force() throws IOException {
        dirty = false;
        file.force(false);
    }

    /** Whether nobody but the pool holds it. */
    boolean isIdle() {
        return holders.get() == 1;
    }

    boolean isDirty() {
        return dirty;
    }

    /** Whether it was used since the last call. */
    boolean takeRecentlyUsed() {
        boolean used = recentlyUsed;
        recentlyUsed = false;
        return used;
    }

    /** Closes it if nobody but the pool holds it. */
    boolean closeIfIdle() {
        boolean idle = holders.compareAndSet(1, 0);
        if (idle) {
            close();
        }
        return idle;
    }

    private void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
