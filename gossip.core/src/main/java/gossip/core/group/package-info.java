/**
 * Consumer groups. {@link gossip.core.group.ClassicMachine} is the classic protocol as a pure state machine, one per group:
 * no clock, no thread, no I/O. {@link gossip.core.group.GroupsService} gives each machine one caller at a time, the network
 * threads and the thread {@code gossip-group-timer}; nothing is locked across groups.
 *
 * <p>What a machine wants kept goes to the {@link gossip.api.group.GroupStore}, and what depends on it is answered when it is
 * durable. After a restart a machine is made from what was kept, and its members go on. Start at {@link
 * gossip.core.group.GroupMachine}.
 */
@org.jspecify.annotations.NullMarked
package gossip.core.group;
