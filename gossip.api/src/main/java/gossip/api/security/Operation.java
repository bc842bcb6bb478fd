package gossip.api.security;

/** What a client may want to do; the names of Kafka's ACLs. */
public enum Operation {
    /** Fetch records or commit offsets of a group. */
    READ,
    /** Produce records. */
    WRITE,
    /** Create topics or partitions. */
    CREATE,
    /** Delete topics, records or groups. */
    DELETE,
    /** Change. */
    ALTER,
    /** Look at. */
    DESCRIBE,
    /** Look at settings. */
    DESCRIBE_CONFIGS,
    /** Change settings. */
    ALTER_CONFIGS,
    /** Act for the cluster, between brokers. */
    CLUSTER_ACTION,
    /** Produce idempotently. */
    IDEMPOTENT_WRITE,
    /** Create delegation tokens for another user (KIP-373). */
    CREATE_TOKENS,
    /** Look at another user's delegation tokens (KIP-373). */
    DESCRIBE_TOKENS,
    /** Take part in a transaction that somebody else decides (KIP-939). */
    TWO_PHASE_COMMIT,
    /** Everything; in ACLs only, never asked for. */
    ALL
}
