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
    IDEMPOTENT_WRITE
}
