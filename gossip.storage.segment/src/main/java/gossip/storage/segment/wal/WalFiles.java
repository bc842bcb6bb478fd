package gossip.storage.segment.wal;

import gossip.storage.segment.file.StorageFile;
import gossip.storage.segment.file.StorageFiles;
import gossip.storage.segment.file.StorageFiles.Mode;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * The files that are not in use: spare ones come from files that were used before and, while there are none, from
 * preparation in the background. Thread-safe.
 */
final class WalFiles implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("gossip.storage.wal");
    private static final String SUFFIX = ".wal";
    private static final long MAX_FIRST_BYTES = 8L << 20;

    private final StorageFiles files;
    private final Path directory;
    private final long fileBytes;
    private final long maxSpareBytes;
    private final Executor background;
    private final ArrayDeque<WalFile> spare = new ArrayDeque<>();
    private long spareBytes;
    private long nextNumber;
    private boolean preparing;
    private boolean closed;

    WalFiles(StorageFiles files, Path directory, WalOptions options, Executor background) {
        this.files = files;
        this.directory = directory;
        this.fileBytes = options.fileBytes();
        this.maxSpareBytes = options.maxSpareBytes();
        this.background = background;
    }

    /** Opens all files that are there. */
    List<WalFile> load() throws IOException {
        if (!files.exists(directory)) {
            files.createDirectories(directory);
        }
        // what is there may have been made by a process that ended before it was durable
        files.syncDirectory(directory.resolve(".."));
        files.syncDirectory(directory);
        List<WalFile> found = new ArrayList<>();
        for (String name : files.list(directory).stream().sorted().toList()) {
            if (name.endsWith(SUFFIX)) {
                found.add(WalFile.load(files.open(directory.resolve(name), Mode.WRITE)));
                nextNumber = Long.parseLong(name.substring(0, name.length() - SUFFIX.length())) + 1;
            }
        }
        return found;
    }

    /** A file with room for so many bytes of entries. Blocks only when there is no spare one. */
    WalFile take(long bytes) throws IOException {
        long needed = bytes + WalFile.HEADER_BYTES;
        Optional<WalFile> ready = takeSpare(needed);
        WalFile taken = ready.isPresent()
                ? ready.orElseThrow()
                // small, so that the one who waits for it waits briefly
                : create(Math.max(needed, Math.min(fileBytes, MAX_FIRST_BYTES)));
        prepareSpare();
        return taken;
    }

    private synchronized Optional<WalFile> takeSpare(long needed) {
        for (Iterator<WalFile> candidates = spare.iterator(); candidates.hasNext(); ) {
            WalFile candidate = candidates.next();
            if (candidate.capacity() >= needed) {
                candidates.remove();
                spareBytes -= candidate.capacity();
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    /** Takes back a file whose entries nobody needs any more. */
    void recycle(WalFile file) throws IOException {
        if (!keepAsSpare(file)) {
            file.file().close();
            files.delete(file.file().path());
        }
    }

    private synchronized boolean keepAsSpare(WalFile file) {
        boolean keep = !closed && file.capacity() == fileBytes && spareBytes + fileBytes <= maxSpareBytes;
        if (keep) {
            spare.addLast(file);
            spareBytes += file.capacity();
        }
        return keep;
    }

    private synchronized void prepareSpare() {
        if (spare.isEmpty() && !preparing && !closed && fileBytes <= maxSpareBytes) {
            preparing = true;
            background.execute(this::prepare);
        }
    }

    private void prepare() {
        try {
            recycle(create(fileBytes));
        } catch (IOException e) {
            // nothing is lost: whoever needs a file creates it, and meets the cause if it is still there
            LOG.log(Level.WARNING, "cannot prepare a spare file in " + directory + ": " + e.getMessage());
        } finally {
            synchronized (this) {
                preparing = false;
                notifyAll();
            }
        }
    }

    private WalFile create(long size) throws IOException {
        Path path = directory.resolve(String.format("%010d", takeNumber()) + SUFFIX);
        StorageFile file = files.open(path, Mode.CREATE);
        try {
            file.preallocate(0, size);
            file.force(true);
            files.syncDirectory(directory);
            return WalFile.unused(file, size);
        } catch (IOException e) {
            file.close();
            files.delete(path);
            throw e;
        }
    }

    private synchronized long takeNumber() {
        return nextNumber++;
    }

    @Override
    public void close() throws IOException {
        List<WalFile> idle;
        synchronized (this) {
            closed = true;
            boolean interrupted = false;
            while (preparing) {
                try {
                    wait();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            idle = List.copyOf(spare);
            spare.clear();
        }
        StorageFile.closeAll(idle.stream().map(WalFile::file).toList());
    }
}
