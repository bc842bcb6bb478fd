/**
 * Coordinates transactions (KIP-98, KIP-890): {@link gossip.core.transaction.TransactionsService} is the port. {@link
 * gossip.core.transaction.TransactionMachine} decides for one transactional id, purely; a {@link
 * gossip.core.transaction.TransactionRunner} feeds it, writes decisions to the id's partition of {@code
 * __transaction_state} and does what follows once they are durable. Decisions of one id do not wait for each other, nor do ids.
 * A partition whose log could not be written is read anew, because decisions build on each other.
 *
 * <p>Runs on the threads of callers and of the pipeline; {@code gossip-transaction-timer} lets time pass and tries markers
 * again, {@code gossip-transaction-loader} reads.
 */
package gossip.core.transaction;
