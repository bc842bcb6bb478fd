package gossip.storage.segment.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Bounds the descriptors of segments: many partitions share them, and an idle one has none. Files in use are never closed;
 * while all are in use there may be more than the limit. Thread-safe; a file that is open is used without touching the pool.
 */
public final class OpenFiles {
    private final StorageFiles files;
    private final int limit;
    /** Second-chance queue; files that are gone are skipped. */
    private final ArrayDeque<PooledFile> queue = new ArrayDeque<>();

    private final Map<PooledFile, OpenFile> open = new HashMap<>();

    /**
     * Creates a pool.
     *
     * @param files where the files lie
     * @param limit how many may be open when not all are in use
     */
    public OpenFiles(StorageFiles files, int limit) {
        this.files = files;
        this.limit = limit;
    }

    /**
     * Names a file, without opening it.
     *
     * @param path the file
     * @return to be held when used
     */
    public PooledFile file(Path path) {
        return new PooledFile(this, path);
    }

    /**
     * How many are open, not counting those that are only held by readers of deleted segments.
     *
     * @return a count
     */
    public synchronized int count() {
        return open.size();
    }

    StorageFile open(Path path, StorageFiles.Mode mode) throws IOException {
        makeRoom();
        return files.open(path, mode);
    }

    synchronized void add(PooledFile file, OpenFile opened) {
        open.put(file, opened);
        queue.addLast(file);
    }

    synchronized boolean remove(PooledFile file) {
        queue.remove(file);
        return open.remove(file) != null;
    }

    private void makeRoom() {
        Optional<PooledFile> dirty = closeAnIdleOne();
        while (dirty.isPresent()) {
            force(dirty.orElseThrow());
            dirty = closeAnIdleOne();
        }
    }

    /** Closes one if there are too many; returns one that has to be made durable first. */
    private synchronized Optional<PooledFile> closeAnIdleOne() {
        for (int tries = 2 * queue.size(); open.size() >= limit && tries > 0; tries--) {
            PooledFile candidate = queue.removeFirst();
            OpenFile opened = open.get(candidate);
            if (opened == null) {
                continue;
            }
            if (opened.takeRecentlyUsed() || !opened.isIdle()) {
                queue.addLast(candidate);
            } else if (opened.isDirty()) {
                queue.addFirst(candidate);
                return Optional.of(candidate);
            } else if (opened.closeIfIdle()) {
                open.remove(candidate);
            } else {
                queue.addLast(candidate);
            }
        }
        return Optional.empty();
    }

    /** An error of an earlier write must not get lost with the descriptor. */
    private void force(PooledFile file) {
        OpenFile opened;
        synchronized (this) {
            OpenFile present = open.get(file);
            if (present == null || !present.tryHold()) {
                return;
            }
            opened = present;
        }
        try {
            opened.force();
        } catch (IOException e) {
            file.failed(e);
        } finally {
            opened.takeRecentlyUsed();
            opened.release();
        }
    }
}
