package gossip.raft.engine;

import gossip.api.consensus.ReplicatedStateMachine;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.RoleInfoProto;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.TransactionContext;
import org.apache.ratis.statemachine.impl.BaseStateMachine;
import org.apache.ratis.statemachine.impl.SingleFileSnapshotInfo;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.thirdparty.com.google.protobuf.UnsafeByteOperations;
import org.apache.ratis.util.LifeCycle;
import org.jspecify.annotations.Nullable;

/** A replicated state machine as Ratis wants to see it. */
final class CommandMachine extends BaseStateMachine {
    private final ReplicatedStateMachine machine;
    private final EngineHealth health = new EngineHealth();
    private final SnapshotFiles snapshots = new SnapshotFiles();
    private final AppliedIndex applied = new AppliedIndex();
    private volatile @Nullable IOException failure;

    CommandMachine(ReplicatedStateMachine machine) {
        this.machine = machine;
    }

    EngineHealth health() {
        return health;
    }

    AppliedIndex applied() {
        return applied;
    }

    @Override
    public void initialize(RaftServer server, RaftGroupId groupId, RaftStorage storage) throws IOException {
        super.initialize(server, groupId, storage);
        getLifeCycle()
                .startAndTransition(
                        () -> {
                            snapshots.init(storage);
                            restore(snapshots.getLatestSnapshot());
                        },
                        IOException.class);
    }

    @Override
    public void pause() {
        getLifeCycle().transition(LifeCycle.State.PAUSING);
        getLifeCycle().transition(LifeCycle.State.PAUSED);
    }

    @Override
    public void reinitialize() throws IOException {
        SingleFileSnapshotInfo installed = snapshots.loadLatestSnapshot();
        if (installed != null) {
            snapshots.sync(installed);
        }
        restore(installed);
        getLifeCycle().transition(LifeCycle.State.STARTING);
        getLifeCycle().transition(LifeCycle.State.RUNNING);
    }

    @Override
    public CompletableFuture<Message> applyTransaction(TransactionContext transaction) {
        LogEntryProto entry = transaction.getLogEntry();
        try {
            var answer = machine.apply(
                    entry.getIndex(),
                    entry.getStateMachineLogEntry().getLogData().asReadOnlyByteBuffer());
            reached(TermIndex.valueOf(entry));
            ByteString content = UnsafeByteOperations.unsafeWrap(answer);
            return CompletableFuture.completedFuture(Message.valueOf(content));
        } catch (RuntimeException e) {
            // To go on with the next command would make this node differ from the others. Ratis stops the server
            // instead,
            // and must be left to it: it is told to others only in close().
            failure = new IOException("command " + entry.getIndex() + " of the metadata log could not be applied", e);
            throw e;
        }
    }

    @Override
    public void close() {
        IOException cause = failure;
        if (cause != null) {
            health.fail(cause);
        }
    }

    @Override
    public void notifyTermIndexUpdated(long term, long index) {
        reached(TermIndex.valueOf(term, index));
    }

    @Override
    public long takeSnapshot() throws IOException {
        TermIndex last = getLastAppliedTermIndex();
        snapshots.write(last, machine);
        return last.getIndex();
    }

    @Override
    public SnapshotFiles getStateMachineStorage() {
        return snapshots;
    }

    @Override
    public void notifyLeaderReady() {
        health.leaderReady();
    }

    @Override
    public void notifyLogFailed(Throwable cause, @Nullable LogEntryProto entry) {
        health.fail(new IOException("the metadata log could not be written", cause));
    }

    @Override
    public void notifyServerShutdown(RoleInfoProto role, boolean allServers) {
        health.stopped();
    }

    private void restore(@Nullable SingleFileSnapshotInfo snapshot) throws IOException {
        if (snapshot != null) {
            snapshots.read(snapshot, machine);
            setLastAppliedTermIndex(snapshot.getTermIndex());
            applied.advance(snapshot.getIndex());
        }
    }

    private void reached(TermIndex last) {
        updateLastAppliedTermIndex(last);
        applied.advance(last.getIndex());
    }
}
