package gossip.plugins.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import gossip.plugins.kafka.api.ApiTable;
import gossip.plugins.kafka.handler.HandlerSettings;
import gossip.plugins.kafka.handler.Handlers;
import gossip.plugins.kafka.memory.MemoryBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Keeps the page of supported APIs as the handlers are; {@code -Dgossip.docs.write=true} writes it anew. */
class KafkaCompatibilityTest {
    private static final Path PAGE = Path.of("..", "..", "distribution", "docs", "kafka-compatibility.md");

    @Test
    void committedPageIsThatOfTheRegistry() throws IOException {
        String generated;
        try (MemoryBroker broker = new MemoryBroker(List.of())) {
            generated =
                    ApiTable.markdown(Handlers.of(broker, new HandlerSettings(true, 1 << 20), InstantSource.system()));
        }
        if (Boolean.getBoolean("gossip.docs.write")) {
            Files.writeString(PAGE, generated);
        }
        assertThat(Files.readString(PAGE))
                .as("write it anew: mvn test -pl gossip.plugins/kafka -am -Dtest=KafkaCompatibilityTest"
                        + " -Dsurefire.failIfNoSpecifiedTests=false -Dgossip.docs.write=true")
                .isEqualTo(generated);
    }
}
