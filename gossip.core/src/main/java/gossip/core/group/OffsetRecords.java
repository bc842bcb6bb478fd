package gossip.core.group;

import gossip.api.TopicPartition;
import gossip.api.group.OffsetStore.Committed;
import gossip.api.record.InvalidBatchException;
import gossip.api.record.NewRecord;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The layout of records in {@code __consumer_offsets}, which is Kafka's: keys of version 1, values of version 3.
 *
 * <pre>
 * key    int16 1 | string group | string topic | int32 partition
 * value  int16 3 | int64 offset | int32 leaderEpoch | string metadata | int64 commitTimestamp; null to forget
 * string int16 length | UTF-8
 * </pre>
 */
final class OffsetRecords {
    private static final short KEY_VERSION = 1;
    private static final short VALUE_VERSION = 3;

    private OffsetRecords() {}

    /**
     * What a record is about.
     *
     * @param group group id
     * @param partition partition whose offset is committed
     */
    record Key(String group, TopicPartition partition) {}

    static NewRecord commit(Key key, Committed committed) {
        byte[] metadata = utf8(committed.metadata());
        ByteBuffer value = ByteBuffer.allocate(2 + 8 + 4 + 2 + metadata.length + 8);
        value.putShort(VALUE_VERSION).putLong(committed.offset()).putInt(committed.leaderEpoch());
        value.putShort((short) metadata.length).put(metadata);
        value.putLong(committed.committedAtMs()).flip();
        return new NewRecord(committed.committedAtMs(), Optional.of(encode(key)), Optional.of(value), List.of());
    }

    static NewRecord tombstone(Key key, long nowMs) {
        return new NewRecord(nowMs, Optional.of(encode(key)), Optional.empty(), List.of());
    }

    private static ByteBuffer encode(Key key) {
        byte[] group = utf8(key.group());
        byte[] topic = utf8(key.partition().topic());
        ByteBuffer bytes = ByteBuffer.allocate(2 + 2 + group.length + 2 + topic.length + 4);
        bytes.putShort(KEY_VERSION).putShort((short) group.length).put(group);
        bytes.putShort((short) topic.length).put(topic);
        return bytes.putInt(key.partition().partition()).flip();
    }

    /**
     * Reads a key.
     *
     * @param bytes from position to limit
     * @return empty for a key of another kind, such as Kafka's group metadata (version 2)
     * @throws InvalidBatchException if the key is damaged
     */
    static Optional<Key> key(ByteBuffer bytes) {
        try {
            ByteBuffer source = bytes.duplicate();
            short version = source.getShort();
            if (version != 0 && version != KEY_VERSION) {
                return Optional.empty();
            }
            String group = string(source);
            return Optional.of(new Key(group, new TopicPartition(string(source), source.getInt())));
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new InvalidBatchException("the key of a committed offset is damaged", e);
        }
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
            if (version != VALUE_VERSION) {
                throw new InvalidBatchException(
                        "a committed offset has version " + version + "; only " + VALUE_VERSION + " is known");
            }
            return new Committed(source.getLong(), source.getInt(), string(source), source.getLong());
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new InvalidBatchException("the value of a committed offset is damaged", e);
        }
    }

    private static String string(ByteBuffer source) {
        byte[] bytes = new byte[checkedLength(source)];
        source.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static int checkedLength(ByteBuffer source) {
        short length = source.getShort();
        if (length < 0) {
            throw new IllegalArgumentException("length " + length);
        }
        return length;
    }

    private static byte[] utf8(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > Short.MAX_VALUE) {
            throw new IllegalArgumentException("a text of " + bytes.length + " bytes does not fit into 32767");
        }
        return bytes;
    }
}
