package gossip.junit;

import static org.assertj.core.api.Assertions.assertThat;

import gossip.api.broker.Cluster;
import gossip.api.metadata.BrokerRegistration;
import gossip.core.Gossip;
import gossip.core.GossipConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Three brokers in this JVM that share their metadata. */
@Timeout(120)
class EmbeddedClusterTest {
    private static final int NODES = 3;

    @TempDir
    Path dir;

    @Test
    void threeNodesWaitForEachOtherAndAgreeOnTheController() throws Exception {
        List<Gossip> brokers = new ArrayList<>();
        try (ExecutorService starters = Executors.newFixedThreadPool(NODES)) {
            List<String> addresses = freeAddresses();
            List<Future<Gossip>> starting = new ArrayList<>();
            for (int node = 0; node < NODES; node++) {
                GossipConfig config = config(node, addresses);
                starting.add(starters.submit(() -> Gossip.start(config)));
            }
            for (Future<Gossip> one : starting) {
                brokers.add(one.get());
            }

            List<Cluster> views =
                    brokers.stream().map(broker -> broker.broker().cluster()).toList();
            assertThat(views).extracting(Cluster::brokerId).containsExactlyInAnyOrder(1, 2, 3);
            assertThat(views)
                    .extracting(Cluster::id)
                    .containsOnly(views.getFirst().id());
            assertThat(views).allSatisfy(view -> assertThat(view.controllerId()).isPresent());
            assertThat(views)
                    .extracting(view -> view.controllerId().getAsInt())
                    .containsOnly(views.getFirst().controllerId().getAsInt());
            assertThat(views.getFirst().metadata().brokers().values())
                    .extracting(BrokerRegistration::nodeName)
                    .contains("n0");
        } finally {
            brokers.forEach(Gossip::close);
        }
    }

    private GossipConfig config(int node, List<String> addresses) {
        return GossipConfig.in(dir.resolve("n" + node))
                .set("node.id", "n" + node)
                .set("cluster.initial_nodes", String.join(",", addresses))
                .set("node.cluster_address", addresses.get(node));
    }

    /** The nodes have to know each other's addresses before they start, so that port 0 does not serve here. */
    private static List<String> freeAddresses() throws IOException {
        List<ServerSocket> taken = new ArrayList<>();
        List<String> addresses = new ArrayList<>();
        for (int node = 0; node < NODES; node++) {
            ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            taken.add(socket);
            addresses.add("127.0.0.1:" + socket.getLocalPort());
        }
        for (ServerSocket socket : taken) {
            socket.close();
        }
        return addresses;
    }
}
