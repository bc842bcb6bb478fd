package gossip.core;

/**
 * Where a record was written.
 *
 * @param topic topic name
 * @param partition partition number
 * @param offset offset of the record
 */
public record Written(String topic, int partition, long offset) {}
