package gossip.storage.segment.wal;

import gossip.storage.segment.file.Rewriting;
import gossip.storage.segment.file.StorageFile;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * One file of the write-ahead log. Its header names the generation, which ascends with every use of any file, and the LSN of
 * its first entry; it is durable before the first entry is written. Fields are changed under the log's locks.
 */
final class WalFile {
    /** Entries start here, at a page of their own. */
    static final int HEADER_BYTES = 4096;

    private static final long MAGIC = 0x474f535349505741L;
    private static final int USED_BYTES = 28;

    private final StorageFile file;
    private final long capacity;
    private long generation;
    private long baseLsn;
    private boolean headerWritten;

    private WalFile(StorageFile file, long capacity) {
        this.file = file;
        this.capacity = capacity;
    }

    /** A file that has not been used yet. */
    static WalFile unused(StorageFile file, long capacity) {
        return new WalFile(file, capacity);
    }

    /** A file found on disk; its generation is 0 if it was never used, -1 if its header is damaged. */
    static WalFile load(StorageFile file) throws IOException {
        WalFile loaded = new WalFile(file, file.size());
        if (loaded.capacity < HEADER_BYTES) {
            return loaded;
        }
        ByteBuffer header = ByteBuffer.allocate(USED_BYTES);
        file.readFully(header, 0);
        if (header.getLong(0) == MAGIC && header.getInt(24) == WalEntry.crc(header, 0, 24)) {
            loaded.generation = header.getLong(8);
            loaded.baseLsn = header.getLong(16);
            loaded.headerWritten = true;
        } else if (!header.flip().equals(ByteBuffer.allocate(USED_BYTES))) {
            loaded.generation = -1;
        }
        return loaded;
    }

    /** Gives the file to a new stretch of the log. */
    void assign(long newGeneration, long newBaseLsn) {
        generation = newGeneration;
        baseLsn = newBaseLsn;
        headerWritten = false;
    }

    /** Writes bytes of the log. */
    void write(ByteBuffer source, long lsn) throws IOException {
        if (!headerWritten) {
            writeHeader();
        }
        file.write(source, position(lsn));
    }

    /**
     * Writes what can be read of a stretch of the log in its place once more. A sync that failed in an earlier process may
     * have left it in the page cache only, taken for clean, where a further sync does not see it.
     */
    void rewrite(long fromLsn, long endLsn) throws IOException {
        Rewriting.of(file, position(fromLsn), position(endLsn));
    }

    private void writeHeader() throws IOException {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
        header.putLong(MAGIC).putLong(generation).putLong(baseLsn);
        header.putInt(WalEntry.crc(header, 0, 24)).clear();
        file.write(header, 0);
        // before any entry: a generation that an entry bears must never be given again
        file.force(false);
        headerWritten = true;
    }

    long position(long lsn) {
        return HEADER_BYTES + (lsn - baseLsn);
    }

    /** LSN up to which there is room, exclusive. */
    long endLsn() {
        return baseLsn + capacity - HEADER_BYTES;
    }

    StorageFile file() {
        return file;
    }

    long capacity() {
        return capacity;
    }

    long generation() {
        return generation;
    }

    long baseLsn() {
        return baseLsn;
    }
}
