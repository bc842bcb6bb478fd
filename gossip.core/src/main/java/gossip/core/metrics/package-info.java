/**
 * The broker's figures, in memory. Recording is lock-free, from any thread; reading takes a snapshot. Start at {@link
 * gossip.core.metrics.MetricsRegistry}.
 */
package gossip.core.metrics;
