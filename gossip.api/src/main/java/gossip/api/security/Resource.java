package gossip.api.security;

/**
 * What an operation is done to.
 *
 * @param type kind of thing
 * @param name its name
 */
public record Resource(Type type, String name) {
    /** The cluster as a whole. */
    public static final Resource CLUSTER = new Resource(Type.CLUSTER, "kafka-cluster");

    /** Kinds of things. */
    public enum Type {
        /** A topic. */
        TOPIC,
        /** A consumer group. */
        GROUP,
        /** The cluster. */
        CLUSTER,
        /** A transactional id. */
        TRANSACTIONAL_ID,
        /** A delegation token (KIP-48). */
        DELEGATION_TOKEN,
        /** A user, as owner of delegation tokens (KIP-373). */
        USER
    }

    /**
     * A topic.
     *
     * @param name its name
     * @return the resource
     */
    public static Resource topic(String name) {
        return new Resource(Type.TOPIC, name);
    }

    /**
     * A consumer group.
     *
     * @param name its name
     * @return the resource
     */
    public static Resource group(String name) {
        return new Resource(Type.GROUP, name);
    }

    /**
     * A transactional id.
     *
     * @param name the id
     * @return the resource
     */
    public static Resource transactionalId(String name) {
        return new Resource(Type.TRANSACTIONAL_ID, name);
    }
}
