/**
 * Incremental fetch sessions (KIP-227): a client names its partitions once and then only changes; the broker answers only
 * with partitions that have news. A session belongs to the connection that opened it and is used by that connection's event
 * loop alone; only the count of sessions is shared. Start at {@link gossip.plugins.kafka.session.FetchSessionSlot}.
 */
package gossip.plugins.kafka.session;
