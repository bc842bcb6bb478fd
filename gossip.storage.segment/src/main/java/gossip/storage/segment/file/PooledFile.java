package gossip.storage.segment.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A file that is opened when it is used and closed when the pool needs its descriptor for another. Thread-safe. */
public final class PooledFile {
    private final OpenFiles pool;
    private final Path path;
    private volatile @Nullable OpenFile open;
    private boolean retired;
    private volatile @Nullable IOException failure;

    PooledFile(OpenFiles pool, Path path) {
        this.pool = pool;
        this.path = path;
    }

    /**
     * Where it is.
     *
     * @return a path
     */
    public Path path() {
        return path;
    }

    /**
     * Opens the file where it is not open, and holds it.
     *
     * @return to be released
     * @throws RetiredFileException if it was retired
     * @throws IOException if it cannot be opened
     */
    public OpenFile hold() throws IOException {
        OpenFile present = open;
        if (present != null && present.tryHold()) {
            if (present.file().channel().isOpen()) {
                return present;
            }
            present.release();
            forget();
        }
        return openAndHold(StorageFiles.Mode.WRITE);
    }

    /**
     * Creates the file where there is none, and holds it.
     *
     * @return to be released
     * @throws IOException if it cannot be created
     */
    public OpenFile create() throws IOException {
        return openAndHold(StorageFiles.Mode.CREATE);
    }

    private synchronized OpenFile openAndHold(StorageFiles.Mode mode) throws IOException {
        OpenFile present = open;
        if (present != null && present.tryHold()) {
            return present;
        }
        if (retired) {
            throw new RetiredFileException(path);
        }
        OpenFile opened = new OpenFile(pool.open(path, mode));
        opened.tryHold();
        open = opened;
        pool.add(this, opened);
        return opened;
    }

    /** The JDK closes a channel whose thread is interrupted; the next one opens it again. */
    private synchronized void forget() {
        OpenFile present = open;
        if (present != null && !present.file().channel().isOpen() && pool.remove(this)) {
            open = null;
            present.release();
        }
    }

    /**
     * Says, before the file is deleted or replaced, that it must not be opened any more. Those who hold it go on reading.
     */
    public synchronized void retire() {
        retired = true;
        OpenFile present = open;
        open = null;
        if (present != null && pool.remove(this)) {
            present.release();
        }
    }

    /** Takes {@link #retire} back: the file is neither deleted nor replaced after all. */
    public synchronized void reinstate() {
        retired = false;
    }

    /**
     * What went wrong when the pool made the file durable before closing it.
     *
     * @return empty if nothing did
     */
    public Optional<IOException> failure() {
        return Optional.ofNullable(failure);
    }

    void failed(IOException cause) {
        failure = cause;
    }
}
