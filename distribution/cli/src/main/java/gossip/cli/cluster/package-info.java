/** The connection to a cluster and the commands about it. Start reading at {@link gossip.cli.cluster.Connection}. */
package gossip.cli.cluster;
