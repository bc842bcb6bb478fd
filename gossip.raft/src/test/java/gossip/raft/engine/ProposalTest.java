package gossip.raft.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftGroupMemberId;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.exceptions.AlreadyClosedException;
import org.apache.ratis.protocol.exceptions.LeaderNotReadyException;
import org.apache.ratis.protocol.exceptions.NotLeaderException;
import org.apache.ratis.protocol.exceptions.TimeoutIOException;
import org.junit.jupiter.api.Test;

class ProposalTest {
    private static final RaftGroupMemberId NODE =
            RaftGroupMemberId.valueOf(RaftPeerId.valueOf("a"), RaftGroupId.randomId());

    @Test
    void nodeThatDoesNotLeadKeepsItsConnection() {
        assertThat(Proposal.isAnswer(new NotLeaderException(NODE, null, List.of())))
                .isTrue();
        assertThat(Proposal.isAnswer(new LeaderNotReadyException(NODE))).isTrue();
    }

    @Test
    void connectionThatBreaksIsMadeAnew() {
        assertThat(Proposal.isAnswer(new IOException("Connection reset"))).isFalse();
        assertThat(Proposal.isAnswer(new TimeoutIOException("no answer"))).isFalse();
        assertThat(Proposal.isAnswer(new AlreadyClosedException("closed"))).isFalse();
        assertThat(Proposal.isAnswer(new IllegalStateException())).isFalse();
    }
}
