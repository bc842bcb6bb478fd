/**
 * Consumer groups. A {@link gossip.core.group.GroupMachine} is one group as a pure state machine: no clock, no thread, no
 * I/O. There is one for each protocol, {@link gossip.core.group.ClassicMachine} and {@link
 * gossip.core.group.ConsumerMachine}, and a group goes from one to the other with its members ({@link
 * gossip.core.group.Upgrade}, {@link gossip.core.group.Downgrade}). {@link gossip.core.group.GroupsService} gives each
 * machine one caller at a time, the network threads and the thread {@code gossip-group-timer}; nothing is locked across
 * groups.
 *
 * <p>What a machine wants kept goes to the {@link gossip.api.group.GroupStore}, and what depends on it is answered when it is
 * durable. After a restart a machine is made from what was kept, and its members go on. Start at {@link
 * gossip.core.group.GroupMachine}.
 */
@org.jspecify.annotations.NullMarked
package gossip.core.group;
