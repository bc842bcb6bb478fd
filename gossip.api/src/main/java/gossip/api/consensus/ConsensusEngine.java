package gossip.api.consensus;

import gossip.api.metadata.QuorumView;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Applies the same commands in the same order on every node of a group. Thread-safe. */
public interface ConsensusEngine extends AutoCloseable {
    /**
     * Starts. Returns when the state machine holds what this node had durably applied before; an election may still be
     * under way.
     *
     * @param machine takes the commands
     * @throws IOException if the disk or the network cannot be used
     */
    void start(ReplicatedStateMachine machine) throws IOException;

    /**
     * Proposes a command, from any node; it is brought to the leader.
     *
     * @param command opaque bytes, from position to limit
     * @return what {@link ReplicatedStateMachine#apply} returned on the leader; fails if no majority was reached in time, in
     *     which case the command may still be applied
     */
    CompletionStage<ByteBuffer> propose(ByteBuffer command);

    /**
     * Asks for a snapshot now, so that the log before it can be dropped.
     *
     * @return index of the last command in the snapshot
     */
    CompletionStage<Long> snapshot();

    /**
     * What this node knows of its group.
     *
     * @return at this moment
     */
    Status status();

    /**
     * What this node knows of the others of its group.
     *
     * @return at this moment
     */
    QuorumView quorum();

    @Override
    void close() throws IOException;

    /**
     * State of the group as one node sees it.
     *
     * @param self name of this node
     * @param leader name of the leader; empty during an election
     * @param term Raft term
     * @param appliedIndex index of the last command applied here; -1 before the first
     * @param voters names of all voting nodes
     */
    record Status(String self, Optional<String> leader, long term, long appliedIndex, List<String> voters) {
        /** Copies the list. */
        public Status {
            voters = List.copyOf(voters);
        }
    }
}
