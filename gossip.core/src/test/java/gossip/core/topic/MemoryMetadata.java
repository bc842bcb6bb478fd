package gossip.core.topic;

import gossip.api.Endpoint;
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

/** Keeps the metadata in memory: applies each command at once. */
public final class MemoryMetadata implements MetadataStore {
    private final List<MetadataListener> listeners = new ArrayList<>();
    private MetadataImage image = MetadataImage.EMPTY;

    /** With brokers 1 to a number. */
    public MemoryMetadata(int brokers) {
        for (int i = 1; i <= brokers; i++) {
            submit(new MetadataCommand.RegisterBroker(
                    "node-" + i, List.of(new Endpoint("kafka", "127.0.0.1", 9000 + i))));
        }
    }

    @Override
    public void start() {}

    @Override
    public synchronized MetadataImage image() {
        return image;
    }

    @Override
    public synchronized CompletionStage<MetadataResult> submit(MetadataCommand command) {
        MetadataImage before = image;
        MetadataImage.Applied applied = before.apply(command);
        image = applied.image();
        listeners.forEach(listener -> listener.changed(before, image));
        return CompletableFuture.completedFuture(applied.result());
    }

    @Override
    public synchronized void listen(MetadataListener listener) {
        listeners.add(listener);
        listener.changed(MetadataImage.EMPTY, image);
    }

    @Override
    public Optional<String> leader() {
        return Optional.of("node-1");
    }

    @Override
    public QuorumView quorum() {
        return new QuorumView(leader(), 7, 10, List.of(new QuorumView.Voter("node-1", 10, OptionalLong.of(0))));
    }

    @Override
    public void close() {}
}
