package gossip.core.group;

import gossip.api.TopicPartition;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What a consumer of the classic protocol tells its assignor, in Kafka's consumer protocol.
 *
 * <pre>
 * int16 version | int32 count, topics | int32 length, user data
 *               | from 1: int32 count, owned (topic, int32 count, int32 partitions)
 *               | from 2: int32 generation
 *               | from 3: nullable rack
 * topics and racks: int16 length | UTF-8
 * </pre>
 *
 * @param version version of the layout
 * @param topics names that it is subscribed to
 * @param owned partitions that it has not given back
 * @param rackId where it is
 */
record Subscription(short version, Set<String> topics, Set<TopicPartition> owned, Optional<String> rackId) {
    private static final int FIRST_WITH_OWNED = 1;
    private static final int FIRST_WITH_GENERATION = 2;
    private static final int FIRST_WITH_RACK = 3;

    /** The subscription, or empty if that is not what the bytes are. */
    static Optional<Subscription> parse(ByteBuffer metadata) {
        try {
            return Optional.of(read(metadata.duplicate()));
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Subscription read(ByteBuffer source) {
        short version = source.getShort();
        if (version < 0) {
            throw new IllegalArgumentException("version " + version);
        }
        Set<String> topics = new HashSet<>();
        for (int left = count(source); left > 0; left--) {
            topics.add(text(source, source.getShort()));
        }
        skip(source, source.hasRemaining() ? source.getInt() : -1);
        Set<TopicPartition> owned =
                version >= FIRST_WITH_OWNED && source.hasRemaining() ? partitions(source) : Set.of();
        if (version >= FIRST_WITH_GENERATION && source.hasRemaining()) {
            source.getInt();
        }
        short rackLength = version >= FIRST_WITH_RACK && source.hasRemaining() ? source.getShort() : -1;
        Optional<String> rackId = rackLength < 0 ? Optional.empty() : Optional.of(text(source, rackLength));
        return new Subscription(version, topics, owned, rackId);
    }

    /** Partitions as both halves of the protocol write them. */
    static Set<TopicPartition> partitions(ByteBuffer source) {
        Set<TopicPartition> partitions = new HashSet<>();
        for (int topics = count(source); topics > 0; topics--) {
            String topic = text(source, source.getShort());
            for (int left = count(source); left > 0; left--) {
                partitions.add(new TopicPartition(topic, source.getInt()));
            }
        }
        return partitions;
    }

    /** A count that cannot be larger than what is left, so that damage does not cost memory. */
    private static int count(ByteBuffer source) {
        int count = source.getInt();
        if (count > source.remaining()) {
            throw new IllegalArgumentException("a count of " + count + " in " + source.remaining() + " bytes");
        }
        return count;
    }

    private static void skip(ByteBuffer source, int length) {
        if (length > source.remaining()) {
            throw new IllegalArgumentException("a length of " + length + " in " + source.remaining() + " bytes");
        }
        source.position(source.position() + Math.max(length, 0));
    }

    private static String text(ByteBuffer source, short length) {
        if (length < 0) {
            throw new IllegalArgumentException("length " + length);
        }
        byte[] bytes = new byte[length];
        source.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
