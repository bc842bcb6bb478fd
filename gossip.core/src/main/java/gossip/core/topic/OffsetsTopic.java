package gossip.core.topic;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.config.Setting;
import gossip.api.config.SettingType;
import java.util.HashMap;
import java.util.Map;

/** The internal topic that keeps committed offsets: its name, its shape, and what must not be done to it. */
public final class OffsetsTopic {
    /** Kafka's name for it. */
    public static final String NAME = "__consumer_offsets";

    /** How many partitions it is created with. */
    public static final Setting<Integer> PARTITIONS = Setting.of(
                    "group.offsets_partitions",
                    SettingType.INT,
                    50,
                    "Partitions of the internal topic __consumer_offsets, fixed when it is created.")
            .require(count -> count >= 1 && count <= 10_000, "1 to 10000");

    /** A large group with all its members is one record. */
    private static final int LARGEST_GROUP_BYTES = 4 << 20;

    private static final String CLEANUP_POLICY = TopicOverrides.CLEANUP_POLICY.key();

    private OffsetsTopic() {}

    /**
     * The partition that keeps a group's offsets, the same as in Kafka.
     *
     * @param group group id
     * @param partitionCount partitions of the topic
     * @return a partition number
     */
    public static int partitionOf(String group, int partitionCount) {
        return (group.hashCode() & Integer.MAX_VALUE) % partitionCount;
    }

    /**
     * Adds what the topic needs to what was asked for.
     *
     * @param configs overrides asked for
     * @return overrides with a cleanup policy that keeps the newest offsets
     * @throws BrokerException INVALID_CONFIG if they would lose offsets
     */
    public static Map<String, String> complete(Map<String, String> configs) {
        Map<String, String> complete = new HashMap<>(configs);
        complete.putIfAbsent(CLEANUP_POLICY, "compact");
        complete.putIfAbsent(TopicOverrides.SEGMENT_BYTES.key(), String.valueOf(8 << 20));
        complete.putIfAbsent(TopicOverrides.MAX_MESSAGE_BYTES.key(), String.valueOf(LARGEST_GROUP_BYTES));
        if (!complete.get(CLEANUP_POLICY).trim().equals("compact")) {
            throw new BrokerException(
                    ErrorCode.INVALID_CONFIG,
                    CLEANUP_POLICY + " of " + NAME + " cannot be '" + complete.get(CLEANUP_POLICY)
                            + "': committed offsets would be deleted by age; expected compact");
        }
        return complete;
    }
}
