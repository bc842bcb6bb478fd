package gossip.api.metadata;

/**
 * Something that has settings of its own.
 *
 * @param type what it is
 * @param name topic name, or broker id; empty for the default of all brokers
 */
public record ConfigResource(Type type, String name) {
    /** What can have settings. */
    public enum Type {
        /** A topic. */
        TOPIC,
        /** A broker, or with an empty name all of them. */
        BROKER
    }
}
