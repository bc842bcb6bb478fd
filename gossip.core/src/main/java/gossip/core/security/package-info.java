/**
 * What clients may do. Called by network and shard threads. Start at {@link gossip.core.security.Guard}.
 */
package gossip.core.security;
