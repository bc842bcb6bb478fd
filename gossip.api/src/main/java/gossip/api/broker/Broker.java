package gossip.api.broker;

/** A running broker. Thread-safe. */
public interface Broker {
    /**
     * Who is in the cluster.
     *
     * @return the view of this node
     */
    Cluster cluster();

    /**
     * Produce, fetch, and what belongs to it.
     *
     * @return the records port
     */
    Records records();

    /**
     * Create, change and delete topics.
     *
     * @return the topics port
     */
    Topics topics();

    /**
     * Read and change settings.
     *
     * @return the settings port
     */
    Configs configs();

    /**
     * Consumer groups and their offsets.
     *
     * @return the groups port
     */
    Groups groups();

    /**
     * ACLs, users and delegation tokens.
     *
     * @return the security port
     */
    Security security();

    /**
     * Transactions over partitions and committed offsets.
     *
     * @return the transactions port
     */
    Transactions transactions();

    /**
     * What clients may take, and what they have taken.
     *
     * @return the quotas port
     */
    Quotas quotas();

    /**
     * Disks, leaders, replicas, the metadata quorum and features.
     *
     * @return the administration port
     */
    Administration administration();

    /**
     * Metrics that clients push.
     *
     * @return the telemetry port
     */
    Telemetry telemetry();

    /**
     * What the broker counts and measures about itself.
     *
     * @return the figures port
     */
    Figures figures();
}
