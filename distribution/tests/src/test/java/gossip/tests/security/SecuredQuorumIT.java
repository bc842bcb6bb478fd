package gossip.tests.security;

import static gossip.tests.packaged.Clients.await;
import static org.assertj.core.api.Assertions.assertThat;

import gossip.tests.packaged.Clients;
import gossip.tests.packaged.FreePort;
import gossip.tests.packaged.Installation;
import gossip.tests.packaged.PackagedBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes of a quorum that know each other by certificates. */
class SecuredQuorumIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private final List<String> addresses =
            IntStream.range(0, 3).mapToObj(i -> "127.0.0.1:" + FreePort.find()).toList();
    private final List<PackagedBroker> nodes = new ArrayList<>();

    @AfterEach
    void stop() {
        nodes.forEach(PackagedBroker::close);
    }

    private PackagedBroker node(int i, Authority.Issued certificate, Path authority) throws IOException {
        Path file = Files.writeString(folder.resolve("node-" + i + ".yaml"), """
            node:
              id: "node-%d"
              data_dir: "%s"
              bind_address: "127.0.0.1:%d"
              cluster_address: "%s"
            cluster:
              initial_nodes: ["%s"]
            raft:
              tls_certificate: "%s"
              tls_key: "%s"
              tls_authorities: "%s"
            """.formatted(
                        i,
                        folder.resolve("node-" + i),
                        FreePort.find(),
                        addresses.get(i),
                        String.join("\", \"", addresses),
                        certificate.certificate(),
                        certificate.key(),
                        authority));
        PackagedBroker node = PackagedBroker.configuredBy(Installation.withRuntime(), file);
        nodes.add(node);
        return node.launch();
    }

    @Test
    void nodesOfOneAuthorityAgreeAndThatOfAnotherStaysOutside() throws Exception {
        Authority authority = new Authority(Files.createDirectory(folder.resolve("ours")));
        Authority other = new Authority(Files.createDirectory(folder.resolve("theirs")));
        PackagedBroker first = node(0, authority.issue("node0", "/CN=node0", 30), authority.certificate());
        PackagedBroker second = node(1, authority.issue("node1", "/CN=node1", 30), authority.certificate());
        PackagedBroker stranger = node(2, other.issue("node2", "/CN=node2", 30), other.certificate());
        first.awaitReady();
        second.awaitReady();

        Clients.of(first).createTopic("secured", 1, Map.of());

        long deadline = System.nanoTime() + LIMIT.toNanos();
        try (Admin admin = Clients.of(second).admin()) {
            while (!await(admin.listTopics().names()).contains("secured")) {
                assertThat(System.nanoTime()).as("time for the topic to arrive").isLessThan(deadline);
                LockSupport.parkNanos(10_000_000);
            }
        }
        assertThat(stranger.output()).doesNotContain(" ready: ");
        first.stopCleanly();
    }
}
