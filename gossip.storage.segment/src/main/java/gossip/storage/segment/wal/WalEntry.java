package gossip.storage.segment.wal;

import gossip.api.PartitionId;
import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * The header of an entry. It holds the LSN and the generation of the file, so that what an earlier use of the file left
 * behind is never taken for an entry, and the LSN at which its group began: an intact entry proves that everything below
 * its group had been synced.
 *
 * <pre>
 *  0 crc of the header from 4 on      12 partition int32       32 LSN of the group int64
 *  4 crc of the payload               16 generation int64      40 topic id, 2 x int64
 *  8 length of the payload int32      24 LSN int64             56 payload
 * </pre>
 */
final class WalEntry {
    static final int HEADER_BYTES = 56;

    private static final int PAYLOAD_CRC = 4;
    private static final int LENGTH = 8;
    private static final int PARTITION = 12;
    private static final int GENERATION = 16;
    private static final int LSN = 24;
    private static final int GROUP = 32;
    private static final int TOPIC = 40;
    /** Far more than files will ever be taken into use. */
    private static final long MAX_GENERATION = 1L << 40;

    private WalEntry() {}

    static void put(
            ByteBuffer target, PartitionId id, int length, int payloadCrc, long generation, long lsn, long groupLsn) {
        int start = target.position();
        target.putInt(0).putInt(payloadCrc).putInt(length).putInt(id.partition());
        target.putLong(generation).putLong(lsn).putLong(groupLsn);
        target.putLong(id.topicId().getMostSignificantBits())
                .putLong(id.topicId().getLeastSignificantBits());
        target.putInt(start, crc(target, start + PAYLOAD_CRC, HEADER_BYTES - PAYLOAD_CRC));
    }

    /** Whether an intact header of that very place is there. */
    static boolean isHeader(ByteBuffer buffer, int at, long generation, long lsn) {
        return buffer.getLong(at + LSN) == lsn
                && buffer.getLong(at + GENERATION) == generation
                && buffer.getInt(at + LENGTH) >= 0
                && isIntact(buffer, at);
    }

    /** Whether an intact header is there that proves that an LSN had been synced. */
    static boolean provesSynced(ByteBuffer buffer, int at, long lsn) {
        long group = buffer.getLong(at + GROUP);
        // the comparisons come first because nearly every place fails them
        return group > lsn && buffer.getLong(at + LSN) >= group && isIntact(buffer, at);
    }

    /**
     * Whether a header stands where it says that it belongs. A record batch of the right size is intact as a header too, for
     * it has the same checksum before the same number of bytes, but says nothing of the kind.
     */
    static boolean isAt(ByteBuffer buffer, int at, WalFile file, long position) {
        long generation = buffer.getLong(at + GENERATION);
        return file.generation() > 0
                ? generation == file.generation() && file.position(buffer.getLong(at + LSN)) == position
                : generation > 0 && generation < MAX_GENERATION;
    }

    static int length(ByteBuffer buffer, int at) {
        return buffer.getInt(at + LENGTH);
    }

    static long group(ByteBuffer buffer, int at) {
        return buffer.getLong(at + GROUP);
    }

    static int payloadCrc(ByteBuffer buffer, int at) {
        return buffer.getInt(at + PAYLOAD_CRC);
    }

    static PartitionId partition(ByteBuffer buffer, int at) {
        return new PartitionId(
                new UUID(buffer.getLong(at + TOPIC), buffer.getLong(at + TOPIC + 8)), buffer.getInt(at + PARTITION));
    }

    static int crc(ByteBuffer buffer, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(buffer.slice(from, length));
        return (int) crc.getValue();
    }

    private static boolean isIntact(ByteBuffer buffer, int at) {
        return buffer.getInt(at) == crc(buffer, at + PAYLOAD_CRC, HEADER_BYTES - PAYLOAD_CRC);
    }
}
