package gossip.core.group;

import gossip.api.TopicPartition;
import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a consumer of the classic protocol is given, in Kafka's consumer protocol: int16 version, int32 count of topics (int16
 * length, UTF-8, int32 count, int32 partitions), int32 length of user data.
 */
final class ClassicAssignment {
    private ClassicAssignment() {}

    static ByteBuffer encode(short version, Collection<TopicPartition> partitions) {
        Map<String, List<Integer>> byTopic = partitions.stream()
                .collect(Collectors.groupingBy(
                        TopicPartition::topic,
                        TreeMap::new,
                        Collectors.mapping(TopicPartition::partition, Collectors.toList())));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(
                ByteBuffer.allocate(6).putShort(version).putInt(byTopic.size()).array());
        byTopic.forEach((topic, numbers) -> {
            byte[] name = topic.getBytes(StandardCharsets.UTF_8);
            ByteBuffer entry = ByteBuffer.allocate(2 + name.length + 4 + 4 * numbers.size());
            entry.putShort((short) name.length).put(name).putInt(numbers.size());
            numbers.stream().sorted().forEach(entry::putInt);
            out.writeBytes(entry.array());
        });
        out.writeBytes(ByteBuffer.allocate(4).putInt(-1).array());
        return ByteBuffer.wrap(out.toByteArray()).asReadOnlyBuffer();
    }

    /** The partitions, or empty if that is not what the bytes are. No bytes at all are no partitions. */
    static Optional<Set<TopicPartition>> decode(ByteBuffer assignment) {
        if (!assignment.hasRemaining()) {
            return Optional.of(Set.of());
        }
        try {
            ByteBuffer source = assignment.duplicate();
            source.getShort();
            return Optional.of(Subscription.partitions(source));
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
