package gossip.api.metadata;

/**
 * Something that has settings of its own.
 *
 * @param type what it is
 * @param name topic name, broker id (empty for the default of all brokers), group id, or name of a subscription
 */
public record ConfigResource(Type type, String name) {
    /** What can have settings. */
    public enum Type {
        /** A topic. */
        TOPIC,
        /** A broker, or with an empty name all of them. */
        BROKER,
        /** The log levels of a broker's process; they live only as long as it does and are never part of the metadata. */
        BROKER_LOGGER,
        /** A group of consumers (KIP-848). */
        GROUP,
        /** A subscription to metrics of clients (KIP-714). */
        CLIENT_METRICS
    }
}
