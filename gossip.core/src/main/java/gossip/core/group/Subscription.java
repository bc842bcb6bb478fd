package gossip.core.group;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The part of a consumer's metadata that all versions of Kafka's consumer protocol begin with: a version (int16), then the
 * topics it is subscribed to (int32 count, each int16 length and UTF-8).
 */
final class Subscription {
    private Subscription() {}

    /** The topics, or empty if that is not what the bytes are. */
    static Optional<Set<String>> topics(ByteBuffer metadata) {
        ByteBuffer source = metadata.duplicate();
        try {
            source.getShort();
            int count = source.getInt();
            Set<String> topics = new HashSet<>();
            for (int i = 0; i < count; i++) {
                byte[] topic = new byte[Short.toUnsignedInt(source.getShort())];
                source.get(topic);
                topics.add(new String(topic, StandardCharsets.UTF_8));
            }
            return Optional.of(topics);
        } catch (BufferUnderflowException e) {
            return Optional.empty();
        }
    }
}
