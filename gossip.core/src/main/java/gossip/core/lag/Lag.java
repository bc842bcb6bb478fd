package gossip.core.lag;

import gossip.api.TopicPartition;

/**
 * How far a group is behind in a partition.
 *
 * @param group group id
 * @param partition where
 * @param records from the committed offset to the high watermark; records that are not to be seen, such as markers, count
 * @param seconds age of the first record that is not committed, by its timestamp; 0 if there is none
 */
record Lag(String group, TopicPartition partition, long records, double seconds) {}
