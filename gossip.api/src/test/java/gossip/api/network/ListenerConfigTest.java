package gossip.api.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListenerConfigTest {
    private static List<ListenerConfig> parse(String text) {
        return ListenerConfig.from(TextSettings.of(Map.of(ListenerConfig.LISTENERS.key(), text)));
    }

    @Test
    void withoutListenersThereIsOneAtTheBindAddress() {
        assertThat(parse("")).singleElement().satisfies(listener -> {
            assertThat(listener.name()).isEqualTo("kafka");
            assertThat(listener.address().bind()).hasToString("127.0.0.1:9092");
            assertThat(listener.protocol()).isEqualTo(Protocol.PLAINTEXT);
        });
    }

    @Test
    void listenersAreTakenAsTheyAreWritten() {
        List<ListenerConfig> listeners =
                parse("name=in bind_address=127.0.0.1:1,name=out bind_address=[::]:2 advertised_address=b.example:3"
                        + " protocol=sasl_tls sasl_mechanisms=plain|SCRAM-SHA-512 client_auth=requested");
        assertThat(listeners.get(1))
                .isEqualTo(new ListenerConfig(
                        "out",
                        new ListenAddress(new ListenAddress.HostAndPort("::", 2), "b.example:3"),
                        Protocol.SASL_TLS,
                        List.of("PLAIN", "SCRAM-SHA-512"),
                        ClientAuth.REQUESTED));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bind_address=127.0.0.1:1",
                "name=a",
                "name=voter bind_address=127.0.0.1:1",
                "name=a bind_address=127.0.0.1",
                "name=a bind_address=b:1,name=a bind_address=c:2",
                "name=a bind_address=b:1 protocol=ssl",
                "name=a bind_address=b:1 client_auth=required",
                "name=a bind_address=b:1 sasl_mechanisms=PLAIN",
                "name=a bind_address=b:1 colour=red",
                "name=a bind_address=b:1 name=b"
            })
    void whatIsNoListenerIsRefused(String text) {
        assertThatThrownBy(() -> ListenerConfig.LISTENERS.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    private static PeerPolicy policy(String listener, String bound, boolean allowsAnonymous) {
        ListenerConfig config = parse("name=a bind_address=x:1 " + listener).getFirst();
        return PeerPolicy.of(config, new InetSocketAddress(bound, 1), allowsAnonymous);
    }

    @Test
    void whoeverAsksNobodyWhoTheyAreServesThisMachineOnly() throws Exception {
        assertThat(policy("", "127.0.0.1", false)).isEqualTo(PeerPolicy.ANYBODY);
        assertThat(policy("", "0.0.0.0", false)).isEqualTo(PeerPolicy.THIS_MACHINE);
        assertThat(policy("", "192.0.2.1", false)).isEqualTo(PeerPolicy.THIS_MACHINE);
        assertThat(policy("protocol=tls client_auth=requested", "0.0.0.0", false))
                .isEqualTo(PeerPolicy.THIS_MACHINE);
        assertThat(policy("protocol=tls client_auth=required", "0.0.0.0", false))
                .isEqualTo(PeerPolicy.ANYBODY);
        assertThat(policy("protocol=sasl_plaintext", "0.0.0.0", false)).isEqualTo(PeerPolicy.ANYBODY);
        assertThat(policy("", "0.0.0.0", true)).isEqualTo(PeerPolicy.ANYBODY);
        assertThat(PeerPolicy.THIS_MACHINE.serves(InetAddress.getByName("127.0.0.7")))
                .isTrue();
        assertThat(PeerPolicy.THIS_MACHINE.serves(InetAddress.getByName("::1"))).isTrue();
        assertThat(PeerPolicy.THIS_MACHINE.serves(InetAddress.getByName("192.0.2.1")))
                .isFalse();
        assertThat(PeerPolicy.ANYBODY.serves(InetAddress.getByName("192.0.2.1")))
                .isTrue();
    }
}
