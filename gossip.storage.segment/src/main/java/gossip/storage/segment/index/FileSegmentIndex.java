package gossip.storage.segment.index;

import gossip.api.storage.DiskFullException;
import gossip.api.storage.SegmentIndex;
import gossip.storage.segment.file.StorageFile;
import gossip.storage.segment.file.StorageFiles;
import gossip.storage.segment.file.StorageFiles.Mode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;

/**
 * An index whose full blocks lie in the file; in memory are the first entry of each and the entries of the last block. No
 * file is open between calls.
 *
 * <p>The lock is held for memory only, so that the writer never waits for a reader's disk.
 */
final class FileSegmentIndex implements SegmentIndex {
    private static final int FIRST_CAPACITY = 8;

    private final StorageFiles files;
    private final Path path;
    private final long baseOffset;
    /** First entries of the blocks in the file. */
    private final EntryList blocks = new EntryList(FIRST_CAPACITY);

    private EntryList tail = new EntryList(FIRST_CAPACITY);
    private boolean tailStored = true;

    private FileSegmentIndex(StorageFiles files, Path path, long baseOffset) {
        this.files = files;
        this.path = path;
        this.baseOffset = baseOffset;
    }

    static FileSegmentIndex open(StorageFiles files, Path path, long baseOffset) throws IOException {
        FileSegmentIndex index = new FileSegmentIndex(files, path, baseOffset);
        if (files.exists(path) && !index.load()) {
            files.delete(path);
            return new FileSegmentIndex(files, path, baseOffset);
        }
        return index;
    }

    private boolean load() throws IOException {
        try (StorageFile file = files.open(path, Mode.READ)) {
            int count = (int) (file.size() / IndexBlock.BYTES);
            ByteBuffer block = ByteBuffer.allocate(IndexBlock.BYTES);
            for (int i = 0; i < count; i++) {
                file.readFully(block.clear(), (long) i * IndexBlock.BYTES);
                if (!IndexBlock.isIntact(block, baseOffset)) {
                    return false;
                }
                EntryList entries = IndexBlock.decode(block, baseOffset);
                boolean full = entries.size() == IndexBlock.MAX_ENTRIES;
                if (!follows(entries.get(0)) || !full && i + 1 < count) {
                    return false;
                }
                if (full) {
                    blocks.add(entries.get(0));
                    tail = new EntryList(FIRST_CAPACITY);
                } else {
                    tail = entries;
                }
            }
        }
        return true;
    }

    private boolean follows(Entry entry) {
        return blocks.size() == 0
                || entry.offset() > blocks.get(blocks.size() - 1).offset();
    }

    @Override
    public synchronized void append(Entry entry) throws IOException {
        if (tail.size() >= IndexBlock.MAX_ENTRIES) {
            storeFullBlocks();
        }
        tail.add(entry);
        tailStored = false;
    }

    private void storeFullBlocks() throws IOException {
        try {
            EntryList rest = tail;
            while (rest.size() >= IndexBlock.MAX_ENTRIES) {
                EntryList block = copy(rest, 0, IndexBlock.MAX_ENTRIES);
                writeBlock(block);
                blocks.add(block.get(0));
                rest = copy(rest, IndexBlock.MAX_ENTRIES, rest.size());
                tail = rest;
            }
        } catch (DiskFullException e) {
            // they stay in memory; while the disk is full nothing is appended, so there cannot be many
            tailStored = false;
        }
    }

    private static EntryList copy(EntryList source, int from, int end) {
        EntryList copy = new EntryList(Math.max(FIRST_CAPACITY, end - from));
        for (int i = from; i < end; i++) {
            copy.add(source.get(i));
        }
        return copy;
    }

    /** Writes a block after those that are stored. */
    private void writeBlock(EntryList entries) throws IOException {
        try (StorageFile file = files.open(path, Mode.CREATE)) {
            file.write(IndexBlock.encode(baseOffset, entries), (long) blocks.size() * IndexBlock.BYTES);
        }
    }

    @Override
    public Optional<Entry> floorOffset(long offset) {
        int block;
        synchronized (this) {
            int count = tail.countUpTo(offset);
            if (count > 0) {
                return Optional.of(tail.get(count - 1));
            }
            block = blocks.countUpTo(offset) - 1;
        }
        if (block < 0) {
            return Optional.empty();
        }
        return IndexBlock.last(readBlock(block), baseOffset, entry -> entry.offset() <= offset);
    }

    @Override
    public Optional<Entry> floorTimestamp(long timestampMs) {
        int block;
        synchronized (this) {
            int count = tail.countOlderThan(timestampMs);
            if (count > 0) {
                return Optional.of(tail.get(count - 1));
            }
            block = blocks.countOlderThan(timestampMs) - 1;
        }
        if (block < 0) {
            return Optional.empty();
        }
        return IndexBlock.last(readBlock(block), baseOffset, entry -> entry.maxTimestampBefore() < timestampMs);
    }

    @Override
    public Optional<Entry> last() {
        int block;
        synchronized (this) {
            if (tail.size() > 0) {
                return Optional.of(tail.get(tail.size() - 1));
            }
            block = blocks.size() - 1;
        }
        if (block < 0) {
            return Optional.empty();
        }
        return IndexBlock.last(readBlock(block), baseOffset, entry -> true);
    }

    private ByteBuffer readBlock(int block) {
        ByteBuffer buffer = ByteBuffer.allocate(IndexBlock.BYTES);
        try (StorageFile file = files.open(path, Mode.READ)) {
            file.readFully(buffer, (long) block * IndexBlock.BYTES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!IndexBlock.isIntact(buffer, baseOffset)) {
            throw new UncheckedIOException(new IOException(path + " is damaged in the block at position "
                    + (long) block * IndexBlock.BYTES + "; delete it, it is made anew"));
        }
        return buffer;
    }

    @Override
    public synchronized void truncateTo(long offset) throws IOException {
        int keptBlocks = blocks.countUpTo(offset - 1);
        if (tail.size() > 0 && tail.get(0).offset() < offset) {
            tail.cut(tail.countUpTo(offset - 1));
        } else if (keptBlocks > 0) {
            tail = IndexBlock.decode(readBlock(keptBlocks - 1), baseOffset);
            tail.cut(tail.countUpTo(offset - 1));
            blocks.cut(keptBlocks - 1);
        } else {
            tail.cut(0);
            blocks.cut(0);
        }
        tailStored = tail.size() == 0;
        if (files.exists(path)) {
            try (StorageFile file = files.open(path, Mode.WRITE)) {
                file.truncate((long) blocks.size() * IndexBlock.BYTES);
            }
        }
    }

    @Override
    public synchronized void flush() throws IOException {
        storeTail();
        if (files.exists(path)) {
            try (StorageFile file = files.open(path, Mode.WRITE)) {
                file.force(true);
            }
        }
    }

    @Override
    public synchronized void close() throws IOException {
        storeTail();
    }

    private void storeTail() throws IOException {
        if (tailStored) {
            return;
        }
        tailStored = true;
        storeFullBlocks();
        if (tail.size() > 0 && tail.size() < IndexBlock.MAX_ENTRIES) {
            try {
                writeBlock(tail);
            } catch (DiskFullException e) {
                // what is missing or half written is made anew from the segment when it is needed
                tailStored = false;
            }
        }
    }
}
