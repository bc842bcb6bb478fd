/**
 * Keeps consumer groups in the internal topic {@code __consumer_offsets}. {@link gossip.core.groupstore.GroupTable} is what a
 * partition of the topic holds, in memory; {@link gossip.core.groupstore.LogReader} fills it on the thread {@code
 * gossip-groups-loader}; {@link gossip.core.groupstore.WriteLane} changes it by way of the log. Start at {@link
 * gossip.core.groupstore.TopicGroupStore}.
 */
@org.jspecify.annotations.NullMarked
package gossip.core.groupstore;
