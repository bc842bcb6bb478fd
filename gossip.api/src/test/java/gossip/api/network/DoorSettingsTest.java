package gossip.api.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DoorSettingsTest {
    private static final DoorSettings DOOR = new DoorSettings("rest", "HTTP clients", 8080);

    private static ListenerConfig listener(Map<String, String> texts) {
        return DOOR.listener(TextSettings.of(texts));
    }

    @Test
    void doorIsBesideTheKafkaListener() {
        assertThat(listener(Map.of()).address().bind()).hasToString("127.0.0.1:8080");
        assertThat(listener(Map.of("node.bind_address", "0.0.0.0:9092"))
                        .address()
                        .bind())
                .hasToString("0.0.0.0:8080");
    }

    @Test
    void doorTakesAFreePortWhereKafkaDoes() {
        assertThat(listener(Map.of("node.bind_address", "[::1]:0")).address().bind())
                .hasToString("[::1]:0");
    }

    @Test
    void protectionIsTakenAsItIsWritten() {
        ListenerConfig listener = listener(Map.of(
                "rest.bind_address", "10.0.0.1:80",
                "rest.protocol", "sasl_tls",
                "rest.sasl_mechanisms", "PLAIN,OAUTHBEARER",
                "rest.client_auth", "requested"));
        assertThat(listener.name()).isEqualTo("rest");
        assertThat(listener.protocol()).isEqualTo(Protocol.SASL_TLS);
        assertThat(listener.mechanisms()).isEqualTo(List.of("PLAIN", "OAUTHBEARER"));
        assertThat(listener.clientAuth()).isEqualTo(ClientAuth.REQUESTED);
        assertThat(listener.isAuthenticated()).isTrue();
    }

    @Test
    void withoutSaslThereAreNoMechanisms() {
        assertThat(listener(Map.of("rest.protocol", "tls")).mechanisms()).isEmpty();
    }

    @Test
    void certificatesWithoutTlsAreRefused() {
        assertThatThrownBy(() -> listener(Map.of("rest.client_auth", "required")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("rest.client_auth = required needs rest.protocol");
    }

    @Test
    void takenPortIsNamedWithTheRemedy() throws IOException {
        try (ServerSocketChannel first = DOOR.bind(listener(Map.of("rest.bind_address", "127.0.0.1:0")), 1)) {
            int port = DoorSettings.boundAt(first).getPort();
            ListenerConfig same = listener(Map.of("rest.bind_address", "127.0.0.1:" + port));
            assertThatThrownBy(() -> DOOR.bind(same, 1))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("127.0.0.1:" + port)
                    .hasMessageContaining("rest.bind_address")
                    .hasMessageContaining("rest.enabled");
        }
    }

    @Test
    void listenersForKafkaClientsCannotBeCalledLikeADoor() {
        assertThatThrownBy(() -> ListenerConfig.LISTENERS.parse("name=rest bind_address=127.0.0.1:1"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
