package gossip.storage.segment.log;

import gossip.api.storage.AbortedTransaction;
import gossip.storage.segment.file.StorageFile;
import gossip.storage.segment.file.StorageFiles;
import gossip.storage.segment.file.StorageFiles.Mode;
import java.io.EOFException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The aborted transactions of a log, in a file that is only there once one was aborted. Entries stand in the order of their
 * markers, so that a crash can only shorten the file; those of records that are gone are dropped when they are the larger
 * part. The file is opened for each use, for aborts are rare. Readers beside one writer, and beside that whatever holds the
 * log's maintenance lock: the writer waits neither for a sync nor for what others read.
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
    /** Held for as long as an entry is added, or the file becomes another one. */
    private final ReentrantLock changing = new ReentrantLock();

    private volatile Extent extent = new Extent(0, 0);
    private volatile boolean dirty;
    private volatile long newest = -1;

    AbortedIndex(LogState state) {
        this.state = state;
    }

    /**
     * How much of the file counts.
     *
     * @param count entries
     * @param version odd while entries are taken away; another one afterwards
     */
    private record Extent(int count, int version) {
        private boolean isSettled() {
            return version % 2 == 0;
        }

        private Extent changing() {
            return new Extent(count, version + 1);
        }

        private Extent settledAt(int newCount) {
            return new Extent(newCount, version + 1);
        }
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
            extent = new Extent(intact, 0);
            if (size > (long) intact * ENTRY_BYTES) {
                LOG.log(Level.INFO, path() + " is cut to " + intact + " of " + entries + " entries");
                file.truncate((long) intact * ENTRY_BYTES);
                file.force(true);
            }
            newest = newestOf(file, intact);
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
        changing.lock();
        try {
            Extent present = extent;
            state.ensureDirectory();
            try (StorageFile file = state.files().open(path(), Mode.CREATE)) {
                file.write(entry, (long) present.count * ENTRY_BYTES);
            }
            if (present.count == 0) {
                state.directoryChanged();
            }
            dirty = true;
            extent = new Extent(present.count + 1, present.version);
            newest = transaction.lastOffset();
        } finally {
            changing.unlock();
        }
    }

    /** Those with records in [from, end), as far as can be told. Any thread. */
    List<AbortedTransaction> find(long fromOffset, long endOffset) throws IOException {
        if (fromOffset > newest || fromOffset >= endOffset) {
            return List.of();
        }
        Extent seen = extent;
        if (seen.isSettled()) {
            try {
                List<AbortedTransaction> found = find(fromOffset, endOffset, seen.count);
                if (extent.version == seen.version) {
                    return found;
                }
            } catch (IOException e) {
                if (extent.version == seen.version) {
                    throw e;
                }
            }
        }
        // entries were taken away meanwhile, which is rare: once more while that cannot be
        changing.lock();
        try {
            return find(fromOffset, endOffset, extent.count);
        } finally {
            changing.unlock();
        }
    }

    private List<AbortedTransaction> find(long fromOffset, long endOffset, int count) throws IOException {
        if (count == 0) {
            return List.of();
        }
        try (StorageFile file = state.files().open(path(), Mode.READ)) {
            List<AbortedTransaction> found = new ArrayList<>();
            boolean more = true;
            for (int at = firstEndingAt(file, fromOffset, count); more && at < count; at += CHUNK_ENTRIES) {
                more = collect(read(file, at, Math.min(CHUNK_ENTRIES, count - at)), endOffset, found);
            }
            return found;
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
    private int firstEndingAt(StorageFile file, long offset, int count) throws IOException {
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

    private long newestOf(StorageFile file, int count) throws IOException {
        return count == 0 ? -1 : read(file, count - 1, 1).getLong(LAST_OFFSET);
    }

    /** Makes what was added durable. Beside the writer, while the maintenance lock is held. */
    void flush() throws IOException {
        if (!dirty) {
            return;
        }
        // first: what is added from now on makes it dirty again
        dirty = false;
        boolean done = false;
        try (StorageFile file = state.files().open(path(), Mode.WRITE)) {
            file.force(true);
            done = true;
        } finally {
            if (!done) {
                dirty = true;
            }
        }
    }

    /** Forgets markers at and above an offset. Writer, while the maintenance lock is held. */
    void truncateTo(long endOffset) throws IOException {
        if (newest < 0 || newest < endOffset) {
            return;
        }
        changing.lock();
        try (StorageFile file = state.files().open(path(), Mode.WRITE)) {
            int kept = firstEndingAt(file, endOffset, extent.count);
            long newNewest = newestOf(file, kept);
            extent = extent.changing();
            newest = newNewest;
            dirty = true;
            file.truncate((long) kept * ENTRY_BYTES);
            extent = extent.settledAt(kept);
        } finally {
            changing.unlock();
        }
    }

    /** Drops the entries of records that are gone, if that is worth it. Writer, while the maintenance lock is held. */
    void startAt(long startOffset) throws IOException {
        int count = extent.count;
        if (count < WORTH_DROPPING) {
            return;
        }
        ByteBuffer rest = restFrom(startOffset, count);
        if (rest != null) {
            replace(rest, count);
        }
    }

    private @Nullable ByteBuffer restFrom(long startOffset, int count) throws IOException {
        try (StorageFile file = state.files().open(path(), Mode.READ)) {
            int dead = firstEndingAt(file, startOffset, count);
            // the newest entry stays: by it an index that has lost something is told
            return dead > count / 2 ? read(file, Math.min(dead, count - 1), count - Math.min(dead, count - 1)) : null;
        }
    }

    /**
     * Forgets transactions whose markers are about to go, durably: readers would take what their producers wrote later for
     * aborted. Never the newest, by which an index that has lost something is told. Beside the writer, while the maintenance
     * lock is held.
     */
    void forget(Set<Long> markers) throws IOException {
        int count = extent.count;
        if (markers.isEmpty() || count == 0) {
            return;
        }
        ByteBuffer all;
        try (StorageFile file = state.files().open(path(), Mode.READ)) {
            all = read(file, 0, count);
        }
        ByteBuffer rest = ByteBuffer.allocate(all.limit());
        for (int at = 0; at < all.limit(); at += ENTRY_BYTES) {
            boolean isNewest = at + ENTRY_BYTES == all.limit();
            if (isNewest || !markers.contains(all.getLong(at + LAST_OFFSET))) {
                rest.put(all.slice(at, ENTRY_BYTES));
            }
        }
        rest.flip();
        if (rest.limit() < all.limit()) {
            replace(rest, count);
        }
    }

    /** Puts a file in place that begins with other entries than the first so many; what was added since follows them. */
    private void replace(ByteBuffer first, int replacedCount) throws IOException {
        int firstCount = first.remaining() / ENTRY_BYTES;
        Path temporary = path().resolveSibling(FILE + StorageFiles.TEMPORARY_SUFFIX);
        try (StorageFile file = state.files().open(temporary, Mode.CREATE)) {
            file.truncate(0);
            file.write(first, 0);
            file.force(true);
            changing.lock();
            try {
                int added = extent.count - replacedCount;
                if (added > 0) {
                    copy(replacedCount, added, file, firstCount);
                    dirty = true;
                }
                state.directoryChanged();
                rename(temporary, firstCount + added);
            } finally {
                changing.unlock();
            }
        }
        try {
            state.files().syncDirectory(state.directory());
        } catch (IOException e) {
            throw state.failed(e);
        }
    }

    private void copy(int from, int entries, StorageFile target, int to) throws IOException {
        try (StorageFile source = state.files().open(path(), Mode.READ)) {
            target.write(read(source, from, entries), (long) to * ENTRY_BYTES);
        }
    }

    private void rename(Path temporary, int newCount) throws IOException {
        Extent before = extent;
        boolean done = false;
        extent = before.changing();
        try {
            state.files().rename(temporary, path());
            done = true;
        } finally {
            extent = extent.settledAt(done ? newCount : before.count);
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
