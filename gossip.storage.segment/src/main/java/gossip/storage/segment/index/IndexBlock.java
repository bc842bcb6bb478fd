package gossip.storage.segment.index;

import gossip.api.storage.SegmentIndex.Entry;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.zip.CRC32C;

/**
 * A block of entries as it lies in the file.
 *
 * <pre>
 *  0 crc int32 (of everything from 4 on)     8 base offset of the segment int64
 *  4 count int32                            16 entries: offset - base int32, position int32, time int64
 * </pre>
 */
final class IndexBlock {
    static final int BYTES = 4096;
    static final int MAX_ENTRIES = 255;

    private static final int HEADER_BYTES = 16;
    private static final int ENTRY_BYTES = 16;

    private IndexBlock() {}

    static ByteBuffer encode(long baseOffset, EntryList entries) {
        ByteBuffer block = ByteBuffer.allocate(BYTES);
        block.putInt(0).putInt(entries.size()).putLong(baseOffset);
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            block.putInt((int) (entry.offset() - baseOffset))
                    .putInt(entry.position())
                    .putLong(entry.maxTimestampBefore());
        }
        return block.putInt(0, crc(block)).clear();
    }

    static boolean isIntact(ByteBuffer block, long baseOffset) {
        int count = block.getInt(4);
        return block.getLong(8) == baseOffset && count > 0 && count <= MAX_ENTRIES && block.getInt(0) == crc(block);
    }

    static EntryList decode(ByteBuffer block, long baseOffset) {
        EntryList entries = new EntryList(MAX_ENTRIES);
        for (int i = 0; i < count(block); i++) {
            entries.add(entry(block, baseOffset, i));
        }
        return entries;
    }

    static int count(ByteBuffer block) {
        return block.getInt(4);
    }

    static Entry entry(ByteBuffer block, long baseOffset, int index) {
        int at = HEADER_BYTES + index * ENTRY_BYTES;
        return new Entry(baseOffset + block.getInt(at), block.getInt(at + 4), block.getLong(at + 8));
    }

    /** The last entry that is not too far; the entries that are come after all that are not. */
    static Optional<Entry> last(ByteBuffer block, long baseOffset, Predicate<Entry> isNotTooFar) {
        int low = 0;
        int high = count(block);
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (isNotTooFar.test(entry(block, baseOffset, middle))) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low == 0 ? Optional.empty() : Optional.of(entry(block, baseOffset, low - 1));
    }

    private static int crc(ByteBuffer block) {
        CRC32C crc = new CRC32C();
        crc.update(block.slice(4, BYTES - 4));
        return (int) crc.getValue();
    }
}
