/**
 * The broker itself, for use inside another program. Start at {@link gossip.core.Gossip}.
 */
package gossip.core;
