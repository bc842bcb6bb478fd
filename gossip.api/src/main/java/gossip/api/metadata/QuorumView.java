package gossip.api.metadata;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The nodes that agree on the metadata, as one of them sees them.
 *
 * @param leader name of the leader; empty during an election
 * @param term Raft term
 * @param highWatermark end of what is agreed upon, exclusive
 * @param voters all voting nodes
 */
public record QuorumView(Optional<String> leader, long term, long highWatermark, List<Voter> voters) {
    /** Copies the list. */
    public QuorumView {
        voters = List.copyOf(voters);
    }

    /**
     * One of them.
     *
     * @param name its name
     * @param logEndOffset end of its log, exclusive, as far as this node knows; of another node it may be the end of what that
     *     one knows to be agreed upon; -1 if nothing is known
     * @param silentMs time since it was last heard of; empty if this node does not hear of it
     */
    public record Voter(String name, long logEndOffset, OptionalLong silentMs) {}
}
