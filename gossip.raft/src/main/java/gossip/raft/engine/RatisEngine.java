package gossip.raft.engine;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.config.NodeSettings;
import gossip.api.config.Settings;
import gossip.api.consensus.ConsensusEngine;
import gossip.api.consensus.ReplicatedStateMachine;
import gossip.api.metadata.QuorumView;
import gossip.api.plugin.PluginContext;
import gossip.raft.RaftSettings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Consensus by Apache Ratis: one node is a group of one on the same path as a quorum.
 *
 * <p>A node that has lost its disk may come back under its old address while a majority of the others is up: they send it
 * what it lost. It must not come back when only a minority of the others is up, for it no longer knows what it has voted for
 * and stored, and with it they could agree on something older.
 */
public final class RatisEngine implements ConsensusEngine {
    private final Settings settings;
    private final Path directory;
    private final Membership membership;
    private final String nodeName;
    private volatile @Nullable RatisNode node;

    private RatisEngine(Settings settings, Path directory, Membership membership, String nodeName) {
        this.settings = settings;
        this.directory = directory;
        this.membership = membership;
        this.nodeName = nodeName;
    }

    /**
     * Creates an engine; starts nothing.
     *
     * @param context of the plugin
     * @return the engine
     * @throws IllegalArgumentException if the settings do not fit together; the message names them
     */
    public static RatisEngine create(PluginContext context) {
        Settings settings = context.settings();
        Duration election = settings.value(RaftSettings.ELECTION_TIMEOUT);
        Duration heartbeat = settings.value(RaftSettings.HEARTBEAT_INTERVAL);
        if (heartbeat.multipliedBy(2).compareTo(election) > 0) {
            throw new IllegalArgumentException("raft.heartbeat_interval is " + heartbeat.toMillis()
                    + "ms, more than half of raft.election_timeout (" + election.toMillis()
                    + "ms): nodes would stand for election while the leader is alive; lower the first or raise"
                    + " the second");
        }
        return new RatisEngine(
                settings,
                context.dataDir().resolve("raft"),
                Membership.of(settings, ThisMachine::has),
                context.nodeName());
    }

    @Override
    public void start(ReplicatedStateMachine machine) throws IOException {
        if (node != null) {
            throw new IllegalStateException("started twice");
        }
        Files.createDirectories(directory);
        new GroupFile(directory).check(settings.value(NodeSettings.CLUSTER_NAME), membership);
        RatisNode started = RatisNode.start(settings, membership, directory, machine);
        node = started;
        try {
            started.awaitCaughtUp();
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    @Override
    public CompletionStage<ByteBuffer> propose(ByteBuffer command) {
        long limit = settings.value(RaftSettings.MAX_COMMAND_SIZE);
        if (command.remaining() > limit) {
            return CompletableFuture.failedFuture(new BrokerException(
                    ErrorCode.MESSAGE_TOO_LARGE,
                    "a change of metadata takes " + command.remaining() + " bytes, more than raft.max_command_size ("
                            + limit + "); make it in several steps, or raise that limit on all nodes"));
        }
        RatisNode running = node;
        return running == null
                ? CompletableFuture.failedFuture(
                        new BrokerException(ErrorCode.BROKER_NOT_AVAILABLE, "the metadata log is not open"))
                : running.propose(command);
    }

    @Override
    public CompletionStage<Long> snapshot() {
        return running().snapshot();
    }

    @Override
    public Status status() {
        RatisNode running = node;
        if (running == null) {
            return new Status(name(membership.self()), Optional.empty(), 0, -1, membership.voters());
        }
        return new Status(
                name(membership.self()),
                running.leader().map(this::name),
                running.term(),
                running.appliedIndex(),
                membership.voters().stream().map(this::name).toList());
    }

    @Override
    public QuorumView quorum() {
        QuorumView view = running().quorum();
        return new QuorumView(
                view.leader().map(this::name),
                view.term(),
                view.highWatermark(),
                view.voters().stream()
                        .map(voter -> new QuorumView.Voter(name(voter.name()), voter.logEndOffset(), voter.silentMs()))
                        .toList());
    }

    @Override
    public void close() throws IOException {
        RatisNode running = node;
        node = null;
        if (running != null) {
            running.close();
        }
    }

    private RatisNode running() {
        RatisNode running = node;
        if (running == null) {
            throw new IllegalStateException("not started");
        }
        return running;
    }

    private String name(String voter) {
        return voter.equals(Membership.SOLO) ? nodeName : voter;
    }
}
