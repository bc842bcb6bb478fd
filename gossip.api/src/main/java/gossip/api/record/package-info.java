/**
 * The stored format: Kafka's record batch, version 2 (magic 2, KIP-98), as a view, a writer and a reader. Pure functions of
 * bytes; any thread. Start at {@link gossip.api.record.RecordBatch}.
 */
package gossip.api.record;
