package gossip.api.metadata;

import java.util.concurrent.CompletionStage;

/**
 * Keeps the metadata, the same on every node. Thread-safe. Reads come from memory; changes are agreed upon before they are
 * answered, on one node as on many.
 */
public interface MetadataStore extends AutoCloseable {
    /**
     * Starts, and returns when the image holds everything that had been acknowledged before on this node. Blocks; needs no
     * other node to be there.
     *
     * @throws java.io.IOException if the disk fails or what it holds cannot be read
     */
    void start() throws java.io.IOException;

    /**
     * The newest image on this node; it may lag behind the leader's.
     *
     * @return never null
     */
    MetadataImage image();

    /**
     * Changes the metadata. When the stage completes, this node's {@link #image} contains the change.
     *
     * @param command the change
     * @return what came of it; fails with {@link gossip.api.BrokerException} when no majority could be reached in time, in
     *     which case the change may still happen
     */
    CompletionStage<MetadataResult> submit(MetadataCommand command);

    /**
     * Adds a listener. It is called in order, never by two threads at once, and must not block; first with the present image
     * as {@code after} and {@link MetadataImage#EMPTY} as {@code before}.
     *
     * @param listener told of every change
     */
    void listen(MetadataListener listener);

    /**
     * Who leads, as far as this node knows.
     *
     * @return name of the node; empty during an election
     */
    java.util.Optional<String> leader();

    /**
     * The nodes that agree on the metadata, as far as this node knows.
     *
     * @return at this moment
     */
    QuorumView quorum();

    @Override
    void close();

    /** Told of changes. */
    @FunctionalInterface
    interface MetadataListener {
        /**
         * The image has changed.
         *
         * @param before the image until now
         * @param after the image from now on
         */
        void changed(MetadataImage before, MetadataImage after);
    }
}
