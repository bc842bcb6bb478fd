package gossip.core.transaction;

/**
 * What the machine goes by.
 *
 * @param maxTimeoutMs longest time that a transaction may be open
 * @param maxPartitions most partitions of a transaction
 * @param expirationMs time after which an id without an open transaction is forgotten
 */
record TransactionLimits(int maxTimeoutMs, int maxPartitions, long expirationMs) {}
