package gossip.plugins.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import gossip.api.config.NodeSettings;
import gossip.plugins.kafka.memory.RawClient;
import gossip.plugins.kafka.memory.TestServer;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.util.Map;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** A listener beyond this machine that asks nobody who they are, called by an address of this machine's network card. */
class ProtectedModeTest {
    private static InetAddress ofNetworkCard() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                .findFirst()
                .orElseGet(() -> Assumptions.abort("this machine has only loopback addresses"));
    }

    private static void ask(RawClient client) throws IOException {
        client.call(
                ApiKeys.API_VERSIONS,
                3,
                new ApiVersionsRequestData().setClientSoftwareName("raw").setClientSoftwareVersion("1"));
    }

    @Test
    void callerFromTheNetworkIsTurnedAwayAndOneFromThisMachineServed() throws Exception {
        InetAddress card = ofNetworkCard();
        try (TestServer server = TestServer.start(Map.of(NodeSettings.BIND_ADDRESS, "0.0.0.0:0"));
                RawClient near = new RawClient(server.port());
                RawClient far = new RawClient(new Socket(card, server.port()))) {
            ask(near);
            assertThat(far.isClosedByServer()).isTrue();
        }
    }

    @Test
    void callerFromTheNetworkIsServedIfStrangersAreAllowed() throws Exception {
        InetAddress card = ofNetworkCard();
        try (TestServer server = TestServer.start(
                        Map.of(NodeSettings.BIND_ADDRESS, "0.0.0.0:0", NodeSettings.ALLOW_ANONYMOUS, "true"));
                RawClient far = new RawClient(new Socket(card, server.port()))) {
            ask(far);
        }
    }
}
