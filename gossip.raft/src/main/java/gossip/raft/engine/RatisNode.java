package gossip.raft.engine;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.config.NodeSettings;
import gossip.api.config.Settings;
import gossip.api.consensus.ReplicatedStateMachine;
import gossip.api.metadata.QuorumView;
import gossip.raft.RaftSettings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.ratis.client.RaftClientRpc;
import org.apache.ratis.conf.Parameters;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcFactory;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.SnapshotManagementRequest;
import org.apache.ratis.server.RaftServer;

/** A running Ratis server, and the way to its group. */
final class RatisNode implements AutoCloseable {
    /** A log between two snapshots is short; what takes longer than this hangs. */
    private static final long CATCH_UP_TIMEOUT_MS = 120_000;

    /** Ratis waits for ever if a command fails in the moment of closing. What is acknowledged is on disk long before. */
    private static final long CLOSE_TIMEOUT_MS = 15_000;

    private final RaftServer server;
    private final Route route;
    private final CommandMachine machine;
    private final Courier courier;
    private final long timeoutMs;

    private RatisNode(RaftServer server, Route route, CommandMachine machine, long timeoutMs) {
        this.server = server;
        this.route = route;
        this.machine = machine;
        this.courier = new Courier(route, timeoutMs);
        this.timeoutMs = timeoutMs;
        machine.health().onEnd(courier::abandon);
    }

    static RatisNode start(Settings settings, Membership membership, Path directory, ReplicatedStateMachine machine)
            throws IOException {
        RatisProcess.tame();
        CommandMachine commands = new CommandMachine(machine);
        RaftProperties properties = RatisProperties.of(settings, membership, directory);
        RaftGroup group = Groups.of(settings.value(NodeSettings.CLUSTER_NAME), membership);
        Parameters parameters = QuorumSecurity.of(settings, membership);
        RaftServer server = RatisServers.start(membership, group, properties, parameters, directory, commands);
        Optional<RaftClientRpc> network = membership.isSolo()
                ? Optional.empty()
                : Optional.of(new GrpcFactory(parameters).newRaftClientRpc(ClientId.randomId(), properties));
        Route route = new Route(server, group, network);
        return new RatisNode(
                server,
                route,
                commands,
                settings.value(RaftSettings.REQUEST_TIMEOUT).toMillis());
    }

    /**
     * Waits until the state machine holds what is known to be agreed upon. A group of one agrees with itself about all that
     * it has, as soon as it leads. In a quorum what came last may not have been agreed upon, and is left to the leader.
     */
    void awaitCaughtUp() throws IOException {
        EngineHealth health = machine.health();
        CompletableFuture<Void> caughtUp = route.isSolo()
                ? health.ledOnce()
                : machine.applied().await(route.division().getRaftLog().getLastCommittedIndex());
        health.await(caughtUp, CATCH_UP_TIMEOUT_MS, "reading the metadata log");
    }

    CompletableFuture<ByteBuffer> propose(ByteBuffer command) {
        Optional<Throwable> failure = machine.health().failure();
        return failure.isPresent()
                ? CompletableFuture.failedFuture(new BrokerException(
                        ErrorCode.BROKER_NOT_AVAILABLE,
                        "metadata cannot change on this node: " + failure.get().getMessage(),
                        failure.get()))
                : courier.bring(command);
    }

    CompletableFuture<Long> snapshot() {
        SnapshotManagementRequest request = SnapshotManagementRequest.newCreate(
                courier.clientId(), route.self(), route.groupId(), courier.nextCallId(), timeoutMs, 1);
        return server.snapshotManagementAsync(request).thenApply(RatisNode::index);
    }

    Optional<String> leader() {
        return route.leader().map(RaftPeerId::toString);
    }

    long term() {
        return route.division().getInfo().getCurrentTerm();
    }

    QuorumView quorum() {
        return QuorumReport.of(route);
    }

    long appliedIndex() {
        return machine.applied().index();
    }

    @Override
    public void close() throws IOException {
        machine.health().closing();
        route.close();
        FutureTask<Boolean> closing = new FutureTask<>(() -> {
            server.close();
            return true;
        });
        Thread.ofPlatform().daemon().name("gossip-raft-close").start(closing);
        try {
            closing.get(CLOSE_TIMEOUT_MS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IOException("the Raft server could not be closed", e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("the Raft server has not ended within " + CLOSE_TIMEOUT_MS + " ms", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the Raft server was closed", e);
        }
    }

    private static Long index(RaftClientReply reply) {
        if (!reply.isSuccess()) {
            throw new IllegalStateException("no snapshot was taken", reply.getException());
        }
        return reply.getLogIndex();
    }
}
