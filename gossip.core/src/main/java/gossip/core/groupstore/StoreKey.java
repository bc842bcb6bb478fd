package gossip.core.groupstore;

import gossip.api.TopicPartition;

/** What a record of the offsets topic is about. */
sealed interface StoreKey {
    /** The group it belongs to. */
    String group();

    /**
     * A committed offset.
     *
     * @param group group id
     * @param partition whose offset
     */
    record Offset(String group, TopicPartition partition) implements StoreKey {}

    /**
     * An entry of a coordinator.
     *
     * @param group group id
     * @param name its name in the group
     */
    record Entry(String group, String name) implements StoreKey {}
}
