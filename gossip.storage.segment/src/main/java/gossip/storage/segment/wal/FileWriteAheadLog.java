package gossip.storage.segment.wal;

import gossip.api.PartitionId;
import gossip.api.config.Setting;
import gossip.api.config.SettingType;
import gossip.api.metrics.Metrics;
import gossip.api.storage.DiskFullException;
import gossip.api.storage.LogFailedException;
import gossip.api.storage.WriteAheadLog;
import gossip.storage.segment.file.StorageFile;
import gossip.storage.segment.file.StorageFiles;
import gossip.storage.segment.wal.WalReplay.Stretch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The write-ahead log in preallocated files. Appends copy into one buffer while a sync writes and syncs the other, so that
 * an append waits for a running sync only when its buffer is full.
 *
 * <p>Lock order: {@code trimming}, {@code writing}, {@code filling}.
 */
public final class FileWriteAheadLog implements WriteAheadLog {
    /** Size of a file. */
    public static final Setting<Long> FILE_BYTES = Setting.of(
                    "storage.wal_segment_size",
                    SettingType.SIZE,
                    64L << 20,
                    "Size of a file of the write-ahead log; files are preallocated and used again.")
            .require(size -> size >= 1 << 20, "at least 1MB");

    /** Size of a buffer. */
    public static final Setting<Long> BUFFER_BYTES = Setting.of(
                    "storage.wal_buffer_size",
                    SettingType.SIZE,
                    8L << 20,
                    "Most that one of the two buffers of the write-ahead log grows to; what does not fit is written at"
                            + " once.")
            .require(size -> size >= 64 << 10 && size <= 1 << 30, "64KB to 1GB");

    /** What is kept for later. */
    public static final Setting<Long> SPARE_BYTES = Setting.of(
                    "storage.wal_spare_size",
                    SettingType.SIZE,
                    512L << 20,
                    "Most disk space kept in files of the write-ahead log that are not in use.")
            .require(size -> size >= 0, "a size that is not negative");

    private final WalFiles files;
    private final TrimPoint trimPoint;
    private final Metrics.Histogram syncSeconds;
    private final AtomicReference<@Nullable IOException> failure = new AtomicReference<>();

    private final ReentrantLock trimming = new ReentrantLock();
    /** Held while entries are written and synced; guards the two below. */
    private final ReentrantLock writing = new ReentrantLock();

    private final Set<WalFile> unsynced = new HashSet<>();
    private WalBuffer draining;

    /** Held for as long as a copy takes; guards all below. */
    private final ReentrantLock filling = new ReentrantLock();

    private WalBuffer fill;
    private final ArrayDeque<WalFile> live = new ArrayDeque<>();
    /** Not written to; needed until a trim reaches {@link #resetAt}. */
    private List<WalFile> replayed;

    private List<Stretch> lastGroup = List.of();

    private State state = State.OPENED;
    private long nextGeneration;
    private long groupLsn;
    private long resetAt;
    private volatile long end;
    private volatile long synced;
    private volatile long trimmed;

    private FileWriteAheadLog(
            WalFiles files, List<WalFile> found, TrimPoint trimPoint, WalOptions options, Metrics metrics) {
        this.files = files;
        this.replayed = found;
        this.trimPoint = trimPoint;
        this.fill = new WalBuffer(options.bufferBytes());
        this.draining = new WalBuffer(options.bufferBytes());
        this.syncSeconds =
                metrics.histogram("gossip_wal_sync_seconds", "Time of one write and fdatasync of the write-ahead log");
        this.end = trimPoint.lsn();
        this.synced = end;
        this.trimmed = end;
        for (WalFile file : found) {
            nextGeneration = Math.max(nextGeneration, file.generation());
        }
        metrics.gauge("gossip_wal_size_bytes", "What a trim of the write-ahead log would free", this::sizeBytes);
    }

    /**
     * Opens the log in a directory, making an empty one where there is none.
     *
     * @param storage where the directory lies
     * @param directory its path
     * @param options sizes
     * @param background where spare files are prepared
     * @param metrics for the time of syncs
     * @return the log, to be replayed
     * @throws IOException if the disk fails
     */
    public static FileWriteAheadLog open(
            StorageFiles storage, Path directory, WalOptions options, Executor background, Metrics metrics)
            throws IOException {
        WalFiles files = new WalFiles(storage, directory, options, background);
        List<WalFile> found = files.load();
        return new FileWriteAheadLog(
                files, found, TrimPoint.load(storage, directory.resolve("trim")), options, metrics);
    }

    @Override
    public void replay(Visitor visitor) throws IOException {
        require(State.OPENED);
        if (!trimPoint.nothingBeyond()) {
            WalReplay replay = new WalReplay(replayed, visitor);
            end = replay.run(trimPoint.lsn());
            lastGroup = replay.lastGroup();
        }
        state = State.REPLAYED;
    }

    @Override
    public void reset() throws IOException {
        require(State.REPLAYED);
        if (trimPoint.nothingBeyond()) {
            trimPoint.store(trimPoint.lsn(), false);
        } else {
            trimPoint.confirm();
        }
        if (end > trimmed) {
            // what was read may be in the page cache only, and what is appended now will prove that it had been synced
            for (Stretch stretch : lastGroup) {
                stretch.file().rewrite(stretch.fromLsn(), stretch.endLsn());
            }
            for (WalFile file : replayed) {
                file.file().force(false);
            }
        }
        lastGroup = List.of();
        synced = end;
        groupLsn = end;
        resetAt = end;
        state = State.APPENDING;
    }

    private void require(State expected) {
        if (state != expected) {
            throw new IllegalStateException(
                    "the log is " + state + ", not " + expected + "; replay comes first, then reset, then appends");
        }
    }

    @Override
    public long append(PartitionId id, ByteBuffer batches) throws IOException {
        int payloadCrc = WalEntry.crc(batches, batches.position(), batches.remaining());
        filling.lock();
        try {
            long size = startEntry(batches);
            if (fill.hasRoom(size)) {
                return put(id, batches, payloadCrc);
            }
        } finally {
            filling.unlock();
        }
        return appendBeyondBuffer(id, batches, payloadCrc);
    }

    /** Finds room in a file and returns the size of the entry. */
    private long startEntry(ByteBuffer batches) throws IOException {
        requireUsable();
        require(State.APPENDING);
        long size = WalEntry.HEADER_BYTES + (long) batches.remaining();
        if (live.isEmpty() || live.getLast().endLsn() - end < size) {
            WalFile next = files.take(size);
            next.assign(++nextGeneration, end);
            live.addLast(next);
        }
        return size;
    }

    private long put(PartitionId id, ByteBuffer batches, int payloadCrc) {
        WalFile file = live.getLast();
        ByteBuffer target = fill.target(file, end);
        WalEntry.put(target, id, batches.remaining(), payloadCrc, file.generation(), end, groupLsn);
        target.put(batches.duplicate());
        return advance(batches.remaining());
    }

    private long appendBeyondBuffer(PartitionId id, ByteBuffer batches, int payloadCrc) throws IOException {
        writing.lock();
        filling.lock();
        try {
            long size = startEntry(batches);
            if (!fill.hasRoom(size)) {
                writeUnsynced();
            }
            return fill.hasRoom(size) ? put(id, batches, payloadCrc) : writeAlone(id, batches, payloadCrc);
        } finally {
            filling.unlock();
            writing.unlock();
        }
    }

    private void writeUnsynced() throws IOException {
        try {
            fill.writeOut(unsynced);
        } catch (IOException e) {
            throw failed(e);
        } catch (RuntimeException | Error e) {
            failed(new IOException("a write ended unexpectedly", e));
            throw e;
        }
    }

    private long writeAlone(PartitionId id, ByteBuffer batches, int payloadCrc) throws IOException {
        WalFile file = live.getLast();
        ByteBuffer header = ByteBuffer.allocate(WalEntry.HEADER_BYTES);
        WalEntry.put(header, id, batches.remaining(), payloadCrc, file.generation(), end, groupLsn);
        try {
            unsynced.add(file);
            file.write(header.flip(), end);
            file.write(batches.duplicate(), end + WalEntry.HEADER_BYTES);
        } catch (IOException e) {
            throw failed(e);
        }
        return advance(batches.remaining());
    }

    private long advance(int payloadBytes) {
        long next = end + WalEntry.HEADER_BYTES + payloadBytes;
        end = next;
        return next;
    }

    @Override
    public long sync() throws IOException {
        writing.lock();
        try {
            long target = swapBuffers();
            if (target == synced) {
                return target;
            }
            long startedNs = System.nanoTime();
            draining.writeOut(unsynced);
            for (WalFile file : unsynced) {
                file.file().force(false);
            }
            unsynced.clear();
            synced = target;
            syncSeconds.record((System.nanoTime() - startedNs) / 1e9);
            return target;
        } catch (LogFailedException e) {
            throw e;
        } catch (IOException e) {
            throw failed(e);
        } catch (RuntimeException | Error e) {
            // the buffers are in between: what they have left must not be written anywhere
            failed(new IOException("a sync ended unexpectedly", e));
            throw e;
        } finally {
            writing.unlock();
        }
    }

    private long swapBuffers() throws IOException {
        filling.lock();
        try {
            requireUsable();
            WalBuffer filled = fill;
            fill = draining;
            draining = filled;
            groupLsn = end;
            return end;
        } finally {
            filling.unlock();
        }
    }

    @Override
    public long end() {
        return end;
    }

    @Override
    public long sizeBytes() {
        return end - trimmed;
    }

    @Override
    public void trim(long lsn) throws IOException {
        trimming.lock();
        try {
            requireUsable();
            long target = Math.min(lsn, end);
            if (target > trimmed) {
                storeTrimPoint(target);
                for (WalFile file : takeFilesBelow(Math.min(target, synced))) {
                    files.recycle(file);
                }
            }
            recycleReplayed();
        } finally {
            trimming.unlock();
        }
    }

    private void storeTrimPoint(long target) throws IOException {
        try {
            trimPoint.store(target, false);
            trimmed = target;
        } catch (DiskFullException e) {
            throw e;
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private List<WalFile> takeFilesBelow(long lsn) {
        List<WalFile> free = new ArrayList<>();
        filling.lock();
        try {
            while (live.size() > 1) {
                WalFile oldest = live.removeFirst();
                if (live.getFirst().baseLsn() > lsn) {
                    live.addFirst(oldest);
                    break;
                }
                free.add(oldest);
            }
        } finally {
            filling.unlock();
        }
        return free;
    }

    private void recycleReplayed() throws IOException {
        if (trimmed >= resetAt) {
            List<WalFile> free = replayed;
            replayed = List.of();
            for (WalFile file : free) {
                files.recycle(file);
            }
        }
    }

    private void requireUsable() throws LogFailedException {
        IOException cause = failure.get();
        if (cause != null) {
            throw new LogFailedException(
                    "the write-ahead log takes nothing more, for an earlier write or sync failed: " + cause.getMessage()
                            + "; repair the disk and start the broker again",
                    cause);
        }
        if (state == State.CLOSED) {
            throw new LogFailedException("the write-ahead log is closed");
        }
    }

    private IOException failed(IOException cause) {
        failure.compareAndSet(null, cause);
        // space was reserved before: a disk that is full now has broken its promise, and trying again would not help
        return cause instanceof DiskFullException ? new IOException(cause.getMessage(), cause) : cause;
    }

    @Override
    public void close() throws IOException {
        trimming.lock();
        writing.lock();
        filling.lock();
        try {
            boolean empty = state == State.APPENDING && trimmed == end && failure.get() == null;
            state = State.CLOSED;
            if (empty) {
                trimPoint.store(end, true);
            }
        } finally {
            closeFiles();
            filling.unlock();
            writing.unlock();
            trimming.unlock();
        }
    }

    private void closeFiles() throws IOException {
        List<StorageFile> open = new ArrayList<>();
        replayed.forEach(file -> open.add(file.file()));
        live.forEach(file -> open.add(file.file()));
        live.clear();
        try {
            files.close();
        } finally {
            StorageFile.closeAll(open);
        }
    }

    private enum State {
        OPENED,
        REPLAYED,
        APPENDING,
        CLOSED
    }
}
