/**
 * Puts a broker together, starts it and stops it. {@link gossip.core.boot.NodePlan} is everything that is decided before
 * anything is touched; {@link gossip.core.boot.BrokerNode} runs it. The calling thread starts and stops the broker; one
 * thread of its own starts the metadata beside the rest. Start at {@link gossip.core.boot.BrokerNode}.
 */
package gossip.core.boot;
