package gossip.core.boot;

import gossip.api.broker.Administration;
import gossip.api.broker.Broker;
import gossip.api.broker.Cluster;
import gossip.api.broker.Configs;
import gossip.api.broker.Figures;
import gossip.api.broker.Groups;
import gossip.api.broker.Messages;
import gossip.api.broker.Quotas;
import gossip.api.broker.Records;
import gossip.api.broker.RequestContext;
import gossip.api.broker.Security;
import gossip.api.broker.Telemetry;
import gossip.api.broker.Topics;
import gossip.api.broker.Transactions;
import gossip.api.schema.SchemaRegistry;
import gossip.core.schema.SchemasService;

/**
 * The inbound port of this node.
 *
 * @param cluster who is in the cluster
 * @param records produce and fetch
 * @param topics create, change and delete topics
 * @param configs read and change settings
 * @param groups consumer groups
 * @param security ACLs, users and delegation tokens
 * @param transactions transactions
 * @param quotas what clients may take
 * @param administration what operators ask
 * @param telemetry metrics of clients
 * @param figures metrics of the broker
 * @param schemas the schema registry
 * @param messages single records
 */
record LocalBroker(
        Cluster cluster,
        Records records,
        Topics topics,
        Configs configs,
        Groups groups,
        Security security,
        Transactions transactions,
        Quotas quotas,
        Administration administration,
        Telemetry telemetry,
        Figures figures,
        SchemasService schemas,
        Messages messages)
        implements Broker {
    @Override
    public SchemaRegistry schemas(RequestContext context) {
        return schemas.view(context);
    }
}
