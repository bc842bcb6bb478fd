package gossip.api.network;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientNetworkTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.1, 10.0.0.1",
        "2001:db8:0:1:0:0:0:9, 2001:db8:0:1",
        "2001:db8:0:1:a:b:c:d, 2001:db8:0:1",
        "2001:db8:0:2:0:0:0:9, 2001:db8:0:2",
        "0:0:0:0:0:0:0:1, 0:0:0:0",
        "'', ''"
    })
    void addressOfIpv6CountsAsItsNetwork(String host, String network) {
        assertThat(ClientNetwork.of(host)).isEqualTo(network);
    }
}
