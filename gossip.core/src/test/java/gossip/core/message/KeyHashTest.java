package gossip.core.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyHashTest {
    /** Values that Kafka's own producer computes. */
    @ParameterizedTest
    @CsvSource({"21,-973932308", "foobar,-790332482", "a-little-bit-long-string,-985981536", "abc,479470107"})
    void hashIsThatOfKafkasProducer(String key, int hash) {
        assertThat(KeyHash.murmur2(ByteBuffer.wrap(key.getBytes(StandardCharsets.UTF_8))))
                .isEqualTo(hash);
    }
}
