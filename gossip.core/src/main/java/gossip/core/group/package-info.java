/**
 * Consumer groups of the classic protocol, with their offsets. {@link gossip.core.group.GroupMachine} is the protocol as a
 * pure state machine, one per group: no clock, no thread, no I/O. {@link gossip.core.group.GroupsService} gives each machine
 * one caller at a time, the network threads and the thread {@code gossip-group-timer}; nothing is locked across groups.
 * {@link gossip.core.group.TopicOffsetStore} keeps offsets in the internal topic {@code __consumer_offsets}; it reads them
 * back on the thread {@code gossip-offsets-loader}.
 *
 * <p>Offsets survive a restart; members do not: after a restart they are told UNKNOWN_MEMBER_ID, join anew under new ids, and
 * go on from the committed offsets. Start at {@link gossip.core.group.GroupMachine}.
 */
@org.jspecify.annotations.NullMarked
package gossip.core.group;
