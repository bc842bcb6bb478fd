package gossip.core.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class DescriptorCheckTest {
    private static Optional<String> warning(String connections, String files, long descriptors) {
        return DescriptorCheck.warning(
                Map.of("network.max_connections", connections, "storage.max_open_files", files),
                OptionalLong.of(descriptors));
    }

    @Test
    void connectionsAndFilesThatFitAreNoReasonToWarn() {
        assertThat(warning("10000", "0", 20_000)).isEmpty();
        assertThat(warning("500", "200", 1024)).isEmpty();
        assertThat(DescriptorCheck.warning(Map.of("network.max_connections", "10000"), OptionalLong.empty()))
                .isEmpty();
        assertThat(DescriptorCheck.warning(Map.of(), OptionalLong.of(300))).isEmpty();
    }

    @Test
    void moreThanTheDescriptorsIsWarnedOfWithBothSettingsAndTheLimit() {
        assertThat(warning("10000", "0", 1024))
                .hasValueSatisfying(text -> assertThat(text)
                        .contains("network.max_connections (10000)", "storage.max_open_files (256)", "1024", "ulimit"));
        assertThat(warning("500", "300", 1024)).isPresent();
    }
}
