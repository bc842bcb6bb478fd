/**
 * The metadata store "replicated". The engine's apply thread changes the image, tells the listeners and then wakes those who
 * wait for their change; whoever submitted goes on in a virtual thread of its own, so that it may block. Start at {@link
 * gossip.raft.metadata.ReplicatedMetadataStore}.
 */
package gossip.raft.metadata;
