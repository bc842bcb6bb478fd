/**
 * Between the metadata of {@code gossip.api} and the messages of {@code metadata.proto}: one class per direction. No state,
 * any thread. Start at {@link gossip.raft.codec.CommandEncoder} for the log and {@link gossip.raft.codec.SnapshotWriter} for
 * snapshots.
 */
package gossip.raft.codec;
