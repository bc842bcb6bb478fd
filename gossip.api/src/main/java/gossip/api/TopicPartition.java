package gossip.api;

import java.util.Objects;

/**
 * A partition as clients name it.
 *
 * @param topic topic name, never empty
 * @param partition partition number, from 0
 */
public record TopicPartition(String topic, int partition) {
    /** Refuses an empty topic and a negative partition. */
    public TopicPartition {
        Objects.requireNonNull(topic, "topic");
        if (topic.isEmpty() || partition < 0) {
            throw new IllegalArgumentException("not a partition: '" + topic + "'-" + partition);
        }
    }

    @Override
    public String toString() {
        return topic + "-" + partition;
    }
}
