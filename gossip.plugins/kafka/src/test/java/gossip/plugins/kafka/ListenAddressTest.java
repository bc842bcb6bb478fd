package gossip.plugins.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gossip.api.Endpoint;
import gossip.api.config.NodeSettings;
import gossip.api.config.Setting;
import gossip.api.metrics.Metrics;
import gossip.api.network.ListenerConfig;
import gossip.plugins.kafka.memory.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ListenAddressTest {
    private static final InetSocketAddress LOOPBACK = new InetSocketAddress("127.0.0.1", 1234);
    private static final InetSocketAddress ANY = new InetSocketAddress("0.0.0.0", 1234);

    @Test
    void boundAddressIsAdvertisedWithItsRealPort() throws IOException {
        assertThat(endpoint("127.0.0.1:0", "", LOOPBACK)).isEqualTo(new Endpoint("kafka", "127.0.0.1", 1234));
    }

    @Test
    void hostNameIsAdvertisedForAllAddresses() throws IOException {
        assertThat(endpoint("0.0.0.0:0", "", ANY))
                .isEqualTo(new Endpoint("kafka", InetAddress.getLocalHost().getHostName(), 1234));
    }

    @Test
    void configuredAddressIsAdvertisedAsItStands() throws IOException {
        assertThat(endpoint("0.0.0.0:0", "broker.example:9999", ANY))
                .isEqualTo(new Endpoint("kafka", "broker.example", 9999));
        assertThat(endpoint("0.0.0.0:0", "broker.example:0", ANY).port()).isEqualTo(1234);
    }

    @Test
    void addressThatIsTakenIsNamed() throws IOException {
        try (TestServer first = TestServer.start()) {
            var settings = TestServer.settings(Map.of(NodeSettings.BIND_ADDRESS, "127.0.0.1:" + first.port()));
            var second = KafkaServers.create(settings, Metrics.NONE, InstantSource.system());
            assertThatThrownBy(second::bind)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("127.0.0.1:" + first.port())
                    .hasMessageContaining("node.bind_address");
        }
    }

    @Test
    void loopsAreOneForTwoProcessorsFromTwoOn() {
        assertThat(EventLoops.count(0, 1)).isEqualTo(2);
        assertThat(EventLoops.count(0, 2)).isEqualTo(2);
        assertThat(EventLoops.count(0, 8)).isEqualTo(4);
        assertThat(EventLoops.count(0, 64)).isEqualTo(8);
        assertThat(EventLoops.count(3, 2)).isEqualTo(3);
    }

    private static Endpoint endpoint(String bind, String advertised, InetSocketAddress bound) throws IOException {
        Map<Setting<?>, String> texts =
                Map.of(NodeSettings.BIND_ADDRESS, bind, NodeSettings.ADVERTISED_ADDRESS, advertised);
        return ListenerConfig.from(TestServer.settings(texts))
                .getFirst()
                .address()
                .endpoint("kafka", bound);
    }
}
