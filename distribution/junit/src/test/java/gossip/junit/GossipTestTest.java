package gossip.junit;

import static org.assertj.core.api.Assertions.assertThat;

import gossip.api.record.StoredRecord;
import gossip.core.Gossip;
import gossip.core.Written;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@GossipTest(
        topics = {"orders", "wide:3"},
        settings = "storage.durability=os")
class GossipTestTest {
    @Test
    void brokerKeepsWhatIsProduced(Gossip gossip) {
        Written written = gossip.produce("orders", "1", "two apples");

        List<StoredRecord> records = gossip.consume("orders", 0, written.offset(), 10);

        assertThat(records)
                .singleElement()
                .satisfies(record -> assertThat(Gossip.text(record.value())).isEqualTo("two apples"));
    }

    @Test
    void topicsHaveThePartitionsAskedFor(Gossip gossip) {
        assertThat(gossip.broker()
                        .cluster()
                        .metadata()
                        .topic("wide")
                        .orElseThrow()
                        .partitionCount())
                .isEqualTo(3);
    }

    @Test
    void bootstrapServersAcceptConnections(@BootstrapServers String servers) throws IOException {
        int colon = servers.lastIndexOf(':');
        InetSocketAddress address =
                new InetSocketAddress(servers.substring(0, colon), Integer.parseInt(servers.substring(colon + 1)));

        try (Socket socket = new Socket()) {
            socket.connect(address, 5_000);
            assertThat(socket.isConnected()).isTrue();
        }
    }

    @Nested
    class Inner {
        @Test
        void nestedClassSharesTheBroker(Gossip gossip) {
            assertThat(gossip.broker().cluster().metadata().topic("orders")).isPresent();
        }
    }
}
