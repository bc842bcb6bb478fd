package gossip.plugins.simulation;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.consensus.ConsensusEngine;
import gossip.api.consensus.ReplicatedStateMachine;
import gossip.api.metadata.QuorumView;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** One node of a {@link SimulatedGroup}. Commands are agreed upon as soon as a majority runs. Thread-safe. */
public final class MemoryConsensusEngine implements ConsensusEngine {
    private final SimulatedGroup group;
    private final String name;
    private @Nullable ReplicatedStateMachine machine;
    private byte @Nullable [] snapshot;
    private long snapshotIndex = -1;
    private long appliedIndex = -1;
    private ByteBuffer lastAnswer = ByteBuffer.allocate(0);

    /**
     * Creates a node.
     *
     * @param group its group
     * @param name its name, one of the group's voters
     */
    public MemoryConsensusEngine(SimulatedGroup group, String name) {
        this.group = group;
        this.name = name;
    }

    @Override
    public void start(ReplicatedStateMachine stateMachine) throws IOException {
        synchronized (group) {
            machine = stateMachine;
            appliedIndex = -1;
            byte[] stored = snapshot;
            if (stored != null) {
                stateMachine.readSnapshot(snapshotIndex, new ByteArrayInputStream(stored));
                appliedIndex = snapshotIndex;
            }
            group.join(name, this);
            catchUp();
        }
    }

    void catchUp() {
        ReplicatedStateMachine applying = machine;
        while (applying != null && appliedIndex + 1 < group.commands.size()) {
            appliedIndex++;
            lastAnswer = applying.apply(
                    appliedIndex,
                    ByteBuffer.wrap(group.commands.get((int) appliedIndex)).asReadOnlyBuffer());
        }
    }

    @Override
    public CompletionStage<ByteBuffer> propose(ByteBuffer command) {
        byte[] copy = new byte[command.remaining()];
        command.get(command.position(), copy);
        synchronized (group) {
            if (group.leader().isEmpty() || machine == null) {
                return CompletableFuture.failedStage(new BrokerException(
                        ErrorCode.REQUEST_TIMED_OUT, "no majority of " + group.voters() + " is running"));
            }
            group.commit(copy);
            return CompletableFuture.completedStage(lastAnswer);
        }
    }

    @Override
    public CompletionStage<Long> snapshot() {
        synchronized (group) {
            ReplicatedStateMachine running = machine;
            if (running == null) {
                return CompletableFuture.failedStage(new IllegalStateException("not started"));
            }
            try {
                ByteArrayOutputStream target = new ByteArrayOutputStream();
                running.writeSnapshot(target);
                snapshot = target.toByteArray();
                snapshotIndex = appliedIndex;
                return CompletableFuture.completedStage(snapshotIndex);
            } catch (IOException e) {
                return CompletableFuture.failedStage(e);
            }
        }
    }

    @Override
    public Status status() {
        synchronized (group) {
            return new Status(name, group.leader(), 1, appliedIndex, group.voters());
        }
    }

    @Override
    public QuorumView quorum() {
        synchronized (group) {
            long end = group.commands.size();
            return new QuorumView(
                    group.leader(),
                    1,
                    end,
                    group.voters().stream()
                            .map(voter -> new QuorumView.Voter(voter, end, OptionalLong.empty()))
                            .toList());
        }
    }

    @Override
    public void close() {
        synchronized (group) {
            group.leave(name);
            machine = null;
        }
    }
}
