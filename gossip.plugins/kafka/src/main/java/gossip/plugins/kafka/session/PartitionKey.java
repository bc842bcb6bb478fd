package gossip.plugins.kafka.session;

import org.apache.kafka.common.Uuid;

/**
 * A partition as the client names it.
 *
 * @param topicId zero before version 13
 * @param topic empty from version 13 on
 * @param partition partition number
 */
record PartitionKey(Uuid topicId, String topic, int partition) {}
