package gossip.core.topic;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.config.Setting;
import gossip.api.config.SettingType;
import java.util.HashMap;
import java.util.Map;

/** The internal topic that keeps transactions: its name, its shape, and what must not be done to it. */
public final class TransactionsTopic {
    /** Kafka's name for it. */
    public static final String NAME = "__transaction_state";

    /** How many partitions it is created with. */
    public static final Setting<Integer> PARTITIONS = Setting.of(
                    "transaction.state_partitions",
                    SettingType.INT,
                    50,
                    "Partitions of the internal topic __transaction_state, fixed when it is created.")
            .require(count -> count >= 1 && count <= 10_000, "1 to 10000");

    private static final String CLEANUP_POLICY = "cleanup.policy";
    private static final String SEGMENT_BYTES = "segment.bytes";
    /** A transaction with very many partitions is one record. */
    private static final String MAX_MESSAGE_BYTES = "max.message.bytes";

    private static final int MAX_RECORD_BYTES = 8 << 20;

    private TransactionsTopic() {}

    /**
     * The partition that keeps a transactional id, the same as in Kafka.
     *
     * @param transactionalId the id
     * @param partitionCount partitions of the topic
     * @return a partition number
     */
    public static int partitionOf(String transactionalId, int partitionCount) {
        return (transactionalId.hashCode() & Integer.MAX_VALUE) % partitionCount;
    }

    /**
     * Adds what the topic needs to what was asked for.
     *
     * @param configs overrides asked for
     * @return overrides with a cleanup policy that keeps the newest state of each id
     * @throws BrokerException INVALID_CONFIG if they would lose transactions
     */
    public static Map<String, String> complete(Map<String, String> configs) {
        Map<String, String> complete = new HashMap<>(configs);
        complete.putIfAbsent(CLEANUP_POLICY, "compact");
        complete.putIfAbsent(SEGMENT_BYTES, String.valueOf(16 << 20));
        complete.putIfAbsent(MAX_MESSAGE_BYTES, String.valueOf(MAX_RECORD_BYTES));
        if (!complete.get(CLEANUP_POLICY).trim().equals("compact")) {
            throw new BrokerException(
                    ErrorCode.INVALID_CONFIG,
                    CLEANUP_POLICY + " of " + NAME + " cannot be '" + complete.get(CLEANUP_POLICY)
                            + "': transactions would be deleted by age; expected compact");
        }
        return complete;
    }
}
