package gossip.storage.segment.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class OpenFileLimitTest {
    private final List<String> warnings = new ArrayList<>();

    @Test
    void zeroTakesAShareOfTheDescriptors() {
        assertThat(OpenFileLimit.of(0, OptionalLong.of(1024), warnings::add)).isEqualTo(256);
        assertThat(OpenFileLimit.of(0, OptionalLong.empty(), warnings::add)).isEqualTo(10_000);
        assertThat(warnings).isEmpty();
    }

    @Test
    void whatIsConfiguredCountsWhileItIsPossible() {
        assertThat(OpenFileLimit.of(700, OptionalLong.of(1024), warnings::add)).isEqualTo(700);
        assertThat(OpenFileLimit.of(50_000, OptionalLong.empty(), warnings::add))
                .isEqualTo(50_000);
        assertThat(warnings).isEmpty();
    }

    @Test
    void moreThanThereAreIsCutDownWithAWarning() {
        assertThat(OpenFileLimit.of(10_000, OptionalLong.of(1024), warnings::add))
                .isEqualTo(256);
        assertThat(warnings).singleElement().asString().contains("storage.max_open_files is 10000", "1024", "ulimit");
    }
}
