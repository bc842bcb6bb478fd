package gossip.raft.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class KnownPeersTest {
    private final KnownPeers peers = new KnownPeers(List.of("192.0.2.1", "2001:db8::7", "no-such-host.invalid"));

    @Test
    void nodesOfTheQuorumAndThisMachineAreServedAndNobodyElse() throws Exception {
        assertThat(peers.serves(InetAddress.getByName("127.0.0.1"))).isTrue();
        assertThat(peers.serves(InetAddress.getByName("::1"))).isTrue();
        assertThat(peers.serves(InetAddress.getByName("192.0.2.1"))).isTrue();
        assertThat(peers.serves(InetAddress.getByName("2001:db8::7"))).isTrue();
        assertThat(peers.serves(InetAddress.getByName("192.0.2.2"))).isFalse();
    }
}
