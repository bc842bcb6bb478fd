package gossip.core.groupstore;

import gossip.api.group.GroupStore.Committed;
import gossip.api.record.InvalidBatchException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;

/**
 * The layout of the value of a committed offset, which is Kafka's: version 4 where the id of the topic is known, else 3.
 *
 * <pre>
 * int16 3 | int64 offset | int32 leaderEpoch | string metadata        | int64 commitTimestamp
 * int16 4 | int64 offset | int32 leaderEpoch | compact string metadata | int64 commitTimestamp | tagged fields
 * compact string: unsigned varint length + 1, UTF-8; tagged fields: unsigned varint count, then for each unsigned varint tag,
 * unsigned varint size, bytes; tag 0 is the topic id
 * </pre>
 */
final class OffsetRecords {
    private static final short WITHOUT_TOPIC_ID = 3;
    private static final short WITH_TOPIC_ID = 4;
    private static final int TOPIC_ID_TAG = 0;
    private static final int TOPIC_ID_BYTES = 16;
    private static final int VARINT_BYTES = 5;

    private OffsetRecords() {}

    static ByteBuffer encode(Committed committed) {
        byte[] metadata = Strings.utf8(committed.metadata());
        ByteBuffer value = ByteBuffer.allocate(2 + 8 + 4 + metadata.length + 8 + TOPIC_ID_BYTES + 4 * VARINT_BYTES);
        value.putShort(committed.topicId().isPresent() ? WITH_TOPIC_ID : WITHOUT_TOPIC_ID);
        value.putLong(committed.offset()).putInt(committed.leaderEpoch());
        if (committed.topicId().isEmpty()) {
            return Strings.put(value, metadata)
                    .putLong(committed.committedAtMs())
                    .flip();
        }
        UUID topicId = committed.topicId().get();
        put(value, metadata.length + 1);
        value.put(metadata).putLong(committed.committedAtMs());
        put(put(put(value, 1), TOPIC_ID_TAG), TOPIC_ID_BYTES);
        return value.putLong(topicId.getMostSignificantBits())
                .putLong(topicId.getLeastSignificantBits())
                .flip();
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
            return switch (version) {
                case WITHOUT_TOPIC_ID ->
                    new Committed(source.getLong(), source.getInt(), Strings.take(source), source.getLong());
                case WITH_TOPIC_ID ->
                    new Committed(source.getLong(), source.getInt(), text(source), source.getLong(), topicId(source));
                default ->
                    throw new InvalidBatchException("a committed offset has version " + version + "; only "
                            + WITHOUT_TOPIC_ID + " and " + WITH_TOPIC_ID + " are known");
            };
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new InvalidBatchException("the value of a committed offset is damaged", e);
        }
    }

    private static String text(ByteBuffer source) {
        byte[] bytes = new byte[length(source, varint(source) - 1)];
        source.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static Optional<UUID> topicId(ByteBuffer source) {
        Optional<UUID> id = Optional.empty();
        for (int left = varint(source); left > 0; left--) {
            int tag = varint(source);
            int size = length(source, varint(source));
            int end = source.position() + size;
            if (tag == TOPIC_ID_TAG) {
                id = Optional.of(new UUID(source.getLong(), source.getLong()));
            }
            source.position(end);
        }
        return id;
    }

    private static int length(ByteBuffer source, int length) {
        if (length < 0 || length > source.remaining()) {
            throw new IllegalArgumentException("length " + length + " of " + source.remaining());
        }
        return length;
    }

    private static ByteBuffer put(ByteBuffer target, int value) {
        int rest = value;
        while (rest >= 0x80) {
            target.put((byte) (rest | 0x80));
            rest >>>= 7;
        }
        return target.put((byte) rest);
    }

    private static int varint(ByteBuffer source) {
        int value = 0;
        for (int shift = 0; shift < 7 * VARINT_BYTES; shift += 7) {
            byte next = source.get();
            value |= (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("a number of more than five bytes");
    }
}
