package gossip.core.topic;

import java.util.Set;

/** Names of the topics in which the broker keeps its own state; nobody else writes to them. */
public final class InternalTopics {
    private static final Set<String> NAMES = Set.of(OffsetsTopic.NAME, TransactionsTopic.NAME);

    private InternalTopics() {}

    /**
     * Whether a topic is the broker's own.
     *
     * @param name of the topic
     * @return true if so
     */
    public static boolean contains(String name) {
        return name.startsWith("__") && NAMES.contains(name);
    }
}
