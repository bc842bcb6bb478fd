/**
 * The cluster's metadata: an immutable image and the commands that change it. {@link
 * gossip.api.metadata.MetadataImage#apply} is the whole state machine: pure, without clock, chance or I/O, so that every
 * replica computes the same image. Start there.
 */
package gossip.api.metadata;
