package gossip.raft.metadata;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.consensus.ConsensusEngine;
import gossip.api.metadata.MetadataCommand;
import gossip.api.metadata.MetadataImage;
import gossip.api.metadata.MetadataResult;
import gossip.api.metadata.MetadataStore;
import gossip.api.metadata.QuorumView;
import gossip.raft.codec.CommandEncoder;
import gossip.raft.codec.IndexedResult;
import gossip.raft.codec.MalformedMetadataException;
import gossip.raft.codec.ResultDecoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The metadata as agreed upon by whichever consensus engine is selected. */
public final class ReplicatedMetadataStore implements MetadataStore {
    private final ConsensusEngine engine;
    private final MetadataMachine machine = new MetadataMachine();
    private final long patienceMs;
    private final Executor callers = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("gossip-metadata-caller-", 0).factory());

    /**
     * Creates a store.
     *
     * @param engine not yet started; started and closed with this store
     * @param patience how long this node may lag behind a change that was agreed upon
     */
    public ReplicatedMetadataStore(ConsensusEngine engine, Duration patience) {
        this.engine = engine;
        this.patienceMs = patience.toMillis();
    }

    @Override
    public void start() throws IOException {
        engine.start(machine);
    }

    @Override
    public MetadataImage image() {
        return machine.image();
    }

    @Override
    public CompletionStage<MetadataResult> submit(MetadataCommand command) {
        return engine.propose(CommandEncoder.encode(command))
                .thenApply(ReplicatedMetadataStore::decode)
                .thenCompose(this::seenHere)
                .whenCompleteAsync((result, failure) -> {}, callers);
    }

    @Override
    public void listen(MetadataListener listener) {
        machine.listen(listener);
    }

    @Override
    public Optional<String> leader() {
        return engine.status().leader();
    }

    @Override
    public QuorumView quorum() {
        return engine.quorum();
    }

    @Override
    public void close() {
        try {
            engine.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the metadata log could not be closed", e);
        } finally {
            machine.abandon(new BrokerException(
                    ErrorCode.BROKER_NOT_AVAILABLE, "the broker is shutting down; the change may still happen"));
        }
    }

    private CompletionStage<MetadataResult> seenHere(IndexedResult indexed) {
        return machine.applied(indexed.index())
                .copy()
                .orTimeout(patienceMs, TimeUnit.MILLISECONDS)
                .handle((applied, failure) -> switch (failure) {
                    case null -> indexed.result();
                    case TimeoutException late ->
                        throw new BrokerException(
                                ErrorCode.REQUEST_TIMED_OUT,
                                "the change was made, but this node has not heard of it within " + patienceMs + " ms",
                                late);
                    case BrokerException known -> throw known;
                    default -> throw new IllegalStateException(failure);
                });
    }

    private static IndexedResult decode(ByteBuffer answer) {
        try {
            return ResultDecoder.decode(answer);
        } catch (MalformedMetadataException e) {
            throw new BrokerException(
                    ErrorCode.UNKNOWN_SERVER_ERROR,
                    "the leader answered what this node cannot read; do all nodes run the same version of Gossip?",
                    e);
        }
    }
}
