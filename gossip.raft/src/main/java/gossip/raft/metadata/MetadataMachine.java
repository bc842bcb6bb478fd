package gossip.raft.metadata;

import gossip.api.consensus.ReplicatedStateMachine;
import gossip.api.metadata.MetadataCommand;
import gossip.api.metadata.MetadataImage;
import gossip.api.metadata.MetadataStore.MetadataListener;
import gossip.raft.codec.CommandDecoder;
import gossip.raft.codec.IndexedResult;
import gossip.raft.codec.MalformedMetadataException;
import gossip.raft.codec.ResultEncoder;
import gossip.raft.codec.SnapshotReader;
import gossip.raft.codec.SnapshotWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The image under the commands that change it. Changed by the apply thread only; the image can be read by any. */
final class MetadataMachine implements ReplicatedStateMachine {
    private final Object change = new Object();
    private final List<MetadataListener> listeners = new ArrayList<>();
    private final AppliedWaiters waiters = new AppliedWaiters();
    private volatile MetadataImage image = MetadataImage.EMPTY;

    MetadataImage image() {
        return image;
    }

    /** Completes when the command at this index has been applied here; at once if it already was. */
    CompletableFuture<Void> applied(long index) {
        return waiters.await(index);
    }

    /** Fails all that wait, and all that will. */
    void abandon(RuntimeException cause) {
        waiters.abandon(cause);
    }

    void listen(MetadataListener listener) {
        synchronized (change) {
            listeners.add(listener);
            listener.changed(MetadataImage.EMPTY, image);
        }
    }

    @Override
    public ByteBuffer apply(long index, ByteBuffer command) {
        MetadataImage.Applied applied = image.apply(decode(index, command));
        advance(index, applied.image());
        return ResultEncoder.encode(new IndexedResult(index, applied.result()));
    }

    @Override
    public void writeSnapshot(OutputStream target) throws IOException {
        SnapshotWriter.write(image, target);
    }

    @Override
    public void readSnapshot(long index, InputStream source) throws IOException {
        advance(index, SnapshotReader.read(source));
    }

    private void advance(long index, MetadataImage after) {
        synchronized (change) {
            MetadataImage before = image;
            image = after;
            if (after != before) {
                listeners.forEach(listener -> listener.changed(before, after));
            }
        }
        waiters.advance(index);
    }

    private static MetadataCommand decode(long index, ByteBuffer command) {
        try {
            return CommandDecoder.decode(command);
        } catch (MalformedMetadataException e) {
            throw new UncheckedIOException("the metadata log cannot be read at index " + index, e);
        }
    }
}
