/**
 * Cluster metadata through Raft: the same path for one node and for a quorum.
 *
 * <ul>
 *   <li>{@code gossip.raft.engine}: the consensus engine "ratis", Apache Ratis as server and client in one process;
 *   <li>{@code gossip.raft.rpc}: how the nodes of a group reach one another;
 *   <li>{@code gossip.raft.metadata}: the metadata store "replicated", over whichever engine is selected;
 *   <li>{@code gossip.raft.codec}: the messages of log and snapshots.
 * </ul>
 *
 * Start at {@link gossip.raft.RaftPlugin}.
 */
package gossip.raft;
