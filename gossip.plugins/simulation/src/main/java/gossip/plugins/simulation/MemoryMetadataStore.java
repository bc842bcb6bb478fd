package gossip.plugins.simulation;

import gossip.api.metadata.MetadataCommand;
import gossip.api.metadata.MetadataImage;
import gossip.api.metadata.MetadataResult;
import gossip.api.metadata.MetadataStore;
import gossip.api.metadata.QuorumView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Metadata of one node that is always its own leader. Thread-safe. */
public final class MemoryMetadataStore implements MetadataStore {
    private final String nodeName;
    private final List<MetadataListener> listeners = new ArrayList<>();
    private volatile MetadataImage image;
    private volatile long commands;

    /**
     * Creates a store.
     *
     * @param nodeName name of the node
     * @param image what it begins with
     */
    public MemoryMetadataStore(String nodeName, MetadataImage image) {
        this.nodeName = nodeName;
        this.image = image;
    }

    @Override
    public void start() {
        // there is nobody to wait for
    }

    @Override
    public MetadataImage image() {
        return image;
    }

    @Override
    public synchronized CompletionStage<MetadataResult> submit(MetadataCommand command) {
        MetadataImage before = image;
        MetadataImage.Applied applied = before.apply(command);
        image = applied.image();
        commands++;
        if (applied.image() != before) {
            listeners.forEach(listener -> listener.changed(before, applied.image()));
        }
        return CompletableFuture.completedStage(applied.result());
    }

    @Override
    public synchronized void listen(MetadataListener listener) {
        listeners.add(listener);
        listener.changed(MetadataImage.EMPTY, image);
    }

    @Override
    public Optional<String> leader() {
        return Optional.of(nodeName);
    }

    @Override
    public QuorumView quorum() {
        return new QuorumView(
                leader(), 1, commands, List.of(new QuorumView.Voter(nodeName, commands, OptionalLong.of(0))));
    }

    @Override
    public void close() {
        // nothing is held
    }
}
