package gossip.api.broker;

import gossip.api.schema.SchemaRegistry;

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

    /**
     * The schema registry as a client may see and change it: what the client may not do fails with {@link
     * gossip.api.schema.SchemaError#FORBIDDEN}. A subject stands under the rules of the topic that it names, {@code
     * orders-value} under those of {@code orders}; other subjects under those of a topic of their own name.
     *
     * @param context who asks
     * @return a light view, which need not be kept; never of event loops
     */
    SchemaRegistry schemas(RequestContext context);

    /**
     * Single records, for protocols that do not speak in batches.
     *
     * @return the messages port
     */
    Messages messages();
}
