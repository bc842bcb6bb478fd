package gossip.storage.segment.file;

import gossip.api.storage.CorruptLogException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * A small state kept in a file of two slots that are written in turn: one write and one fdatasync, and a torn write leaves
 * the state before. Open only during a call. One thread at a time.
 *
 * <pre>
 *  0 magic int32      8 sequence int64      20 content
 *  4 crc int32        16 length int32       (CRC-32C of everything from 8 on)
 * </pre>
 */
public final class SlotFile {
    private static final int MAGIC = 0x47534c54;
    private static final int HEADER_BYTES = 20;
    private static final int MIN_SLOT_BYTES = 4096;

    private final StorageFiles files;
    private final Path path;
    private long sequence;
    private int slotBytes;
    /** Whether the state before the next one was made durable by this object, and not only read. */
    private boolean confirmed;

    /**
     * Names the file; {@link #read} comes first.
     *
     * @param files where it lies
     * @param path its path
     */
    public SlotFile(StorageFiles files, Path path) {
        this.files = files;
        this.path = path;
    }

    /**
     * The newest state that was written whole.
     *
     * @return empty if there is no file
     * @throws CorruptLogException if there is a file and neither slot is intact
     * @throws IOException if the disk fails
     */
    public Optional<ByteBuffer> read() throws IOException {
        if (!files.exists(path)) {
            return Optional.empty();
        }
        ByteBuffer all;
        try (StorageFile file = files.open(path, StorageFiles.Mode.READ)) {
            all = ByteBuffer.allocate(Math.toIntExact(file.size()));
            file.readFully(all, 0);
        }
        slotBytes = all.capacity() / 2;
        Optional<ByteBuffer> newest = Optional.empty();
        for (int slot = 0; slot < 2; slot++) {
            ByteBuffer content = all.slice(slot * slotBytes, slotBytes);
            if (isIntact(content) && content.getLong(8) > sequence) {
                sequence = content.getLong(8);
                newest = Optional.of(content.slice(HEADER_BYTES, content.getInt(16)));
            }
        }
        if (newest.isEmpty()) {
            throw new CorruptLogException(path + ": neither of its two states is intact, at positions 0 and "
                    + slotBytes + "; restore the file from a backup or another replica");
        }
        return newest;
    }

    /**
     * Makes the state that was read durable, unless this object has made it so. It may have been read from a page cache that
     * outlived a failed sync, and whoever acts upon it could not go back to the state before.
     *
     * @throws IOException if the disk fails
     */
    public void confirm() throws IOException {
        if (!confirmed && sequence > 0) {
            try (StorageFile file = files.open(path, StorageFiles.Mode.WRITE)) {
                confirm(file);
            }
        }
    }

    private void confirm(StorageFile file) throws IOException {
        long from = sequence % 2 * slotBytes;
        Rewriting.of(file, from, from + slotBytes);
        file.force(false);
        confirmed = true;
    }

    /**
     * Makes a state durable.
     *
     * @param content from position to limit
     * @throws IOException if the disk fails
     */
    public void write(ByteBuffer content) throws IOException {
        int needed = HEADER_BYTES + content.remaining();
        boolean fits = needed <= slotBytes;
        int size = fits ? slotBytes : Math.max(MIN_SLOT_BYTES, Integer.highestOneBit(needed) * 2);
        ByteBuffer slot = encode(content, sequence + 1);
        if (fits) {
            try (StorageFile file = files.open(path, StorageFiles.Mode.WRITE)) {
                if (!confirmed) {
                    // the state before it, in the other slot, is what a torn write leaves
                    confirm(file);
                }
                file.write(slot, (sequence + 1) % 2 * (long) size);
                file.force(false);
            }
        } else {
            ByteBuffer both = ByteBuffer.allocate(2 * size);
            both.put((int) ((sequence + 1) % 2) * size, slot, 0, slot.remaining());
            files.replace(path, both);
        }
        slotBytes = size;
        confirmed = true;
        sequence++;
    }

    private static ByteBuffer encode(ByteBuffer content, long sequence) {
        ByteBuffer slot = ByteBuffer.allocate(HEADER_BYTES + content.remaining());
        slot.putInt(MAGIC).putInt(0).putLong(sequence).putInt(content.remaining());
        slot.put(content.duplicate()).flip();
        return slot.putInt(4, crc(slot, slot.limit()));
    }

    private static boolean isIntact(ByteBuffer slot) {
        if (slot.capacity() < HEADER_BYTES || slot.getInt(0) != MAGIC) {
            return false;
        }
        int length = slot.getInt(16);
        return length >= 0
                && length <= slot.capacity() - HEADER_BYTES
                && slot.getInt(4) == crc(slot, HEADER_BYTES + length);
    }

    private static int crc(ByteBuffer slot, int end) {
        CRC32C crc = new CRC32C();
        crc.update(slot.slice(8, end - 8));
        return (int) crc.getValue();
    }
}
