/**
 * Topics, records, groups and the cluster, as Gossip's own routes show them. Start at {@link
 * gossip.plugins.rest.data.DataRoutes}.
 */
package gossip.plugins.rest.data;
