package gossip.storage.segment.log;

import gossip.api.storage.AbortedTransaction;
import gossip.storage.segment.file.StorageFile;
import gossip.storage.segment.file.StorageFiles.Mode;
import java.io.EOFException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The aborted transactions of a log, in a file that is only there once one was aborted. Entries stand in the order of their
 * markers, so that a crash can only shorten the file; those of records that are gone are dropped when they are the larger
 * part. The file is opened for each use, for aborts are rare. Readers beside one writer.
 *
 * <pre>
 *  0 producerId int64   8 firstOffset int64   16 lastOffset int64   24 lastStableOffset int64   32 crc int32
 * </pre>
 */
final class AbortedIndex {
    private static final System.Logger LOG = System.getLogger("gossip.storage.log");
    private static final String FILE = "aborted";
    private static final int ENTRY_BYTES = 36;
    private static final int LAST_OFFSET = 16;
    private static final int CRC = 32;
    private static final int CHUNK_ENTRIES = 1024;
    private static final int WORTH_DROPPING = 1024;

    private final LogState state;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private int count;
    private boolean dirty;
    private volatile long newest = -1;

    AbortedIndex(LogState state) {
        this.state = state;
    }

    /** Takes up what a file holds of a log that ends at an offset. */
    void open(long endOffset) throws IOException {
        if (!state.files().exists(path())) {
            return;
        }
        try (StorageFile file = state.files().open(path(), Mode.WRITE)) {
            long size = file.size();
            int entries = (int) (size / ENTRY_BYTES);
            int intact = 0;
            for (int at = 0; at < entries && intact == at; at += CHUNK_ENTRIES) {
                intact += intactIn(read(file, at, Math.min(CHUNK_ENTRIES, entries - at)), endOffset);
            }
            count = intact;
            if (size > (long) count * ENTRY_BYTES) {
                LOG.log(Level.INFO, path() + " is cut to " + count + " of " + entries + " entries");
                file.truncate((long) count * ENTRY_BYTES);
                file.force(true);
            }
            newest = count == 0 ? -1 : read(file, count - 1, 1).getLong(LAST_OFFSET);
        }
    }

    private int intactIn(ByteBuffer entries, long endOffset) {
        int index = 0;
        while ((index + 1) * ENTRY_BYTES <= entries.limit()) {
            int at = index * ENTRY_BYTES;
            long last = entries.getLong(at + LAST_OFFSET);
            if (entries.getInt(at + CRC) != crc(entries, at) || last >= endOffset || last <= newest) {
                return index;
            }
            newest = last;
            index++;
        }
        return index;
    }

    long newest() {
        return newest;
    }

    /** Writer. */
    void add(AbortedTransaction transaction) throws IOException {
        state.requireWritable();
        if (transaction.lastOffset() <= newest) {
            return;
        }
        ByteBuffer entry = ByteBuffer.allocate(ENTRY_BYTES)
                .putLong(transaction.producerId())
                .putLong(transaction.firstOffset())
                .putLong(transaction.lastOffset())
                .putLong(transaction.lastStableOffset());
        entry.putInt(crc(entry, 0)).flip();
        lock.writeLock().lock();
        try {
            state.ensureDirectory();
            boolean created = count == 0;
            try (StorageFile file = state.files().open(path(), Mode.CREATE)) {
                file.write(entry, (long) count * ENTRY_BYTES);
            }
            if (created) {
                state.directoryChanged();
            }
            dirty = true;
            count++;
            newest = transaction.lastOffset();
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** Those with records in [from, end), as far as can be told. Any thread. */
    List<AbortedTransaction> find(long fromOffset, long endOffset) throws IOException {
        if (fromOffset > newest || fromOffset >= endOffset) {
            return List.of();
        }
        lock.readLock().lock();
        try (StorageFile file = state.files().open(path(), Mode.READ)) {
            List<AbortedTransaction> found = new ArrayList<>();
            boolean more = true;
            for (int at = firstEndingAt(file, fromOffset); more && at < count; at += CHUNK_ENTRIES) {
                more = collect(read(file, at, Math.min(CHUNK_ENTRIES, count - at)), endOffset, found);
            }
            return found;
        } finally {
            lock.readLock().unlock();
        }
    }

    private static boolean collect(ByteBuffer entries, long endOffset, List<AbortedTransaction> found) {
        while (entries.remaining() >= ENTRY_BYTES) {
            AbortedTransaction transaction =
                    new AbortedTransaction(entries.getLong(), entries.getLong(), entries.getLong(), entries.getLong());
            entries.getInt();
            if (transaction.firstOffset() < endOffset) {
                found.add(transaction);
            }
            if (transaction.lastStableOffset() >= endOffset) {
                return false;
            }
        }
        return true;
    }

    /** Index of the first entry whose marker is not below an offset. */
    private int firstEndingAt(StorageFile file, long offset) throws IOException {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (read(file, middle, 1).getLong(LAST_OFFSET) < offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Makes what was added durable. Beside the writer. */
    void flush() throws IOException {
        lock.readLock().lock();
        try {
            if (dirty) {
                try (StorageFile file = state.files().open(path(), Mode.WRITE)) {
                    file.force(true);
                }
                dirty = false;
            }
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Forgets markers at and above an offset. Writer. */
    void truncateTo(long endOffset) throws IOException {
        if (newest < 0 || newest < endOffset) {
            return;
        }
        lock.writeLock().lock();
        try (StorageFile file = state.files().open(path(), Mode.WRITE)) {
            count = firstEndingAt(file, endOffset);
            newest = count == 0 ? -1 : read(file, count - 1, 1).getLong(LAST_OFFSET);
            file.truncate((long) count * ENTRY_BYTES);
            dirty = true;
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** Drops the entries of records that are gone, if that is worth it. Writer. */
    void startAt(long startOffset) throws IOException {
        if (count < WORTH_DROPPING) {
            return;
        }
        lock.writeLock().lock();
        try {
            ByteBuffer rest = restFrom(startOffset);
            if (rest != null) {
                state.files().replace(path(), rest);
                count = rest.remaining() / ENTRY_BYTES;
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    /**
     * Forgets transactions whose markers are about to go, durably: readers would take what their producers wrote later for
     * aborted. Never the newest, by which an index that has lost something is told. Beside the writer.
     */
    void forget(Set<Long> markers) throws IOException {
        if (markers.isEmpty() || newest < 0) {
            return;
        }
        lock.writeLock().lock();
        try {
            ByteBuffer all;
            try (StorageFile file = state.files().open(path(), Mode.READ)) {
                all = read(file, 0, count);
            }
            ByteBuffer rest = ByteBuffer.allocate(all.limit());
            for (int at = 0; at < all.limit(); at += ENTRY_BYTES) {
                if (!markers.contains(all.getLong(at + LAST_OFFSET)) || all.getLong(at + LAST_OFFSET) == newest) {
                    rest.put(all.slice(at, ENTRY_BYTES));
                }
            }
            rest.flip();
            if (rest.limit() < all.limit()) {
                state.files().replace(path(), rest);
                count = rest.limit() / ENTRY_BYTES;
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    private @Nullable ByteBuffer restFrom(long startOffset) throws IOException {
        try (StorageFile file = state.files().open(path(), Mode.READ)) {
            int dead = firstEndingAt(file, startOffset);
            // the newest entry stays: by it an index that has lost something is told
            return dead > count / 2 ? read(file, Math.min(dead, count - 1), count - Math.min(dead, count - 1)) : null;
        }
    }

    private ByteBuffer read(StorageFile file, int index, int entries) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(entries * ENTRY_BYTES);
        try {
            file.readFully(bytes, (long) index * ENTRY_BYTES);
        } catch (EOFException e) {
            throw new IOException(path() + " has become shorter than " + (index + entries) + " entries", e);
        }
        return bytes.flip();
    }

    private static int crc(ByteBuffer entry, int at) {
        CRC32C crc = new CRC32C();
        crc.update(entry.duplicate().clear().slice(at, CRC));
        return (int) crc.getValue();
    }

    private Path path() {
        return state.directory().resolve(FILE);
    }
}
