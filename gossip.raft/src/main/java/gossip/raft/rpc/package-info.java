/**
 * How the nodes of a group reach one another: over gRPC, or not at all in a group of one. Public only because Ratis creates
 * RPC types by class name. Start at {@link gossip.raft.rpc.QuorumRpcType}.
 */
package gossip.raft.rpc;
