package gossip.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestKeyTest {
    @Test
    void distanceCountsChangesAndSwaps() {
        assertThat(NearestKey.distance("abc", "abc")).isZero();
        assertThat(NearestKey.distance("", "abc")).isEqualTo(3);
        assertThat(NearestKey.distance("abcd", "acbd")).isEqualTo(1);
        assertThat(NearestKey.distance("kitten", "sitting")).isEqualTo(3);
    }

    @Test
    void keyWithoutItsSectionIsNear() {
        List<String> known = List.of("node.id", "storage.segment_size", "network.read_timeout");

        assertThat(NearestKey.of("segment_size", known)).isEqualTo("storage.segment_size");
        assertThat(NearestKey.of("netwrok.raed_timeout", known)).isEqualTo("network.read_timeout");
    }
}
