package gossip.core.groupstore;

import gossip.api.group.GroupStore.Committed;
import gossip.api.record.InvalidBatchException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/**
 * The layout of the value of a committed offset, which is Kafka's version 3.
 *
 * <pre>
 * int16 3 | int64 offset | int32 leaderEpoch | string metadata | int64 commitTimestamp
 * </pre>
 */
final class OffsetRecords {
    private static final short VERSION = 3;

    private OffsetRecords() {}

    static ByteBuffer encode(Committed committed) {
        byte[] metadata = Strings.utf8(committed.metadata());
        ByteBuffer value = ByteBuffer.allocate(2 + 8 + 4 + 2 + metadata.length + 8);
        value.putShort(VERSION).putLong(committed.offset()).putInt(committed.leaderEpoch());
        return Strings.put(value, metadata).putLong(committed.committedAtMs()).flip();
    }

    /**
     * Reads a value.
     *
     * @param bytes from position to limit
     * @return the offset
     * @throws InvalidBatchException if the value is damaged or of an unknown version
     */
    static Committed value(ByteBuffer bytes) {
        try {
            ByteBuffer source = bytes.duplicate();
            short version = source.getShort();
            if (version != VERSION) {
                throw new InvalidBatchException(
                        "a committed offset has version " + version + "; only " + VERSION + " is known");
            }
            return new Committed(source.getLong(), source.getInt(), Strings.take(source), source.getLong());
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new InvalidBatchException("the value of a committed offset is damaged", e);
        }
    }
}
