package gossip.core.groupstore;

import gossip.api.TopicPartition;
import gossip.api.record.InvalidBatchException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The layout of keys in {@code __consumer_offsets}. That of committed offsets is Kafka's; that of entries is Gossip's own,
 * with a version that Kafka does not use.
 *
 * <pre>
 * offset int16 1     | string group | string topic | int32 partition
 * entry  int16 20000 | string group | string name
 * string int16 length | UTF-8
 * </pre>
 */
final class KeyCodec {
    private static final short OLDEST_OFFSET_VERSION = 0;
    private static final short OFFSET_VERSION = 1;
    private static final short ENTRY_VERSION = 20_000;

    private KeyCodec() {}

    static ByteBuffer encode(StoreKey key) {
        byte[] group = Strings.utf8(key.group());
        return switch (key) {
            case StoreKey.Offset offset -> {
                byte[] topic = Strings.utf8(offset.partition().topic());
                ByteBuffer bytes = ByteBuffer.allocate(2 + 2 + group.length + 2 + topic.length + 4);
                Strings.put(Strings.put(bytes.putShort(OFFSET_VERSION), group), topic);
                yield bytes.putInt(offset.partition().partition()).flip();
            }
            case StoreKey.Entry entry -> {
                byte[] name = Strings.utf8(entry.name());
                ByteBuffer bytes = ByteBuffer.allocate(2 + 2 + group.length + 2 + name.length);
                yield Strings.put(Strings.put(bytes.putShort(ENTRY_VERSION), group), name)
                        .flip();
            }
        };
    }

    /**
     * Reads a key.
     *
     * @param bytes from position to limit
     * @return empty for a key of another kind, such as Kafka's group metadata (version 2)
     * @throws InvalidBatchException if the key is damaged
     */
    static Optional<StoreKey> decode(ByteBuffer bytes) {
        try {
            ByteBuffer source = bytes.duplicate();
            return switch (source.getShort()) {
                case OLDEST_OFFSET_VERSION, OFFSET_VERSION ->
                    Optional.of(new StoreKey.Offset(
                            Strings.take(source), new TopicPartition(Strings.take(source), source.getInt())));
                case ENTRY_VERSION -> Optional.of(new StoreKey.Entry(Strings.take(source), Strings.take(source)));
                default -> Optional.empty();
            };
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new InvalidBatchException("the key of a group's record is damaged", e);
        }
    }
}
