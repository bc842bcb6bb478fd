package gossip.core.topic;

import gossip.api.config.Setting;
import gossip.api.config.Settings;
import java.util.Map;
import java.util.Optional;

/**
 * A topic in which the broker keeps state of its own.
 *
 * @param name its name
 * @param partitions how many partitions it is created with, if nobody says
 * @param keeps what would get lost if their number changed
 * @param configs completes overrides, or refuses them
 */
record InternalTopic(String name, Setting<Integer> partitions, String keeps, Completion configs) {
    private static final InternalTopic OFFSETS = new InternalTopic(
            OffsetsTopic.NAME, OffsetsTopic.PARTITIONS, "where a group's offsets are kept", OffsetsTopic::complete);
    private static final InternalTopic TRANSACTIONS = new InternalTopic(
            TransactionsTopic.NAME,
            TransactionsTopic.PARTITIONS,
            "where a transactional id is kept",
            TransactionsTopic::complete);

    static Optional<InternalTopic> of(String name) {
        if (name.equals(OFFSETS.name)) {
            return Optional.of(OFFSETS);
        }
        return name.equals(TRANSACTIONS.name) ? Optional.of(TRANSACTIONS) : Optional.empty();
    }

    static int partitions(String name, Setting<Integer> otherwise, Settings settings) {
        return settings.value(of(name).map(InternalTopic::partitions).orElse(otherwise));
    }

    /** Adds what a topic needs to what was asked for. */
    @FunctionalInterface
    interface Completion {
        /** Overrides with what is needed; fails with INVALID_CONFIG if they would lose something. */
        Map<String, String> complete(Map<String, String> configs);
    }
}
