/**
 * Value types every part of Gossip shares: names of partitions, error codes, slices of record bytes. Nothing here owns a
 * thread. Start reading at {@link gossip.api.broker.Broker}, the inbound port, and at {@link
 * gossip.api.plugin.GossipPlugin}, the way in for everything that can be replaced.
 */
package gossip.api;
