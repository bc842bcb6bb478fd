package gossip.storage.segment.wal;

import gossip.storage.segment.file.SlotFile;
import gossip.storage.segment.file.StorageFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** Up to where the log is trimmed, on disk. One thread at a time. */
final class TrimPoint {
    private final SlotFile file;
    private long lsn;
    private boolean nothingBeyond;

    private TrimPoint(SlotFile file) {
        this.file = file;
    }

    static TrimPoint load(StorageFiles files, Path path) throws IOException {
        TrimPoint point = new TrimPoint(new SlotFile(files, path));
        point.file.read().ifPresent(content -> {
            point.lsn = content.getLong();
            point.nothingBeyond = content.get() != 0;
        });
        return point;
    }

    /** Makes a new point durable. */
    void store(long newLsn, boolean nothingIsBeyond) throws IOException {
        file.write(ByteBuffer.allocate(9)
                .putLong(newLsn)
                .put((byte) (nothingIsBeyond ? 1 : 0))
                .flip());
        lsn = newLsn;
        nothingBeyond = nothingIsBeyond;
    }

    /**
     * Makes the point that was read durable. It may be in the page cache only, and entries below it, which nobody needs, need
     * never have been written: to whoever starts from an older point they would be missing.
     */
    void confirm() throws IOException {
        file.confirm();
    }

    /** Entries below this are not needed. */
    long lsn() {
        return lsn;
    }

    /** Whether the log was closed with nothing beyond that point, so that there is nothing to look for. */
    boolean nothingBeyond() {
        return nothingBeyond;
    }
}
