/**
 * Assignors of the consumer protocol (KIP-848): pure functions from what the members of a group want to who gets which
 * partition. Start at {@link gossip.core.assign.Assignor}.
 */
@org.jspecify.annotations.NullMarked
package gossip.core.assign;
