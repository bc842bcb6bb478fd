package gossip.cli.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class StartPositionTest {
    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

    @Test
    void offsetsCountFromEitherEnd() {
        assertThat(StartPosition.ofOffset("17")).isEqualTo(new StartPosition.At(17));
        assertThat(StartPosition.ofOffset("-5")).isEqualTo(new StartPosition.BeforeEnd(5));
        assertThat(StartPosition.ofOffset("earliest")).isEqualTo(new StartPosition.Beginning());
        assertThat(StartPosition.ofOffset("latest")).isEqualTo(new StartPosition.End());
    }

    @Test
    void timesAreMillisecondsDatesOrSpans() {
        StartPosition noon = new StartPosition.Since(NOW.toEpochMilli());
        assertThat(StartPosition.ofTimestamp(Long.toString(NOW.toEpochMilli()), NOW))
                .isEqualTo(noon);
        assertThat(StartPosition.ofTimestamp("2026-11-01T12:00:00Z", NOW)).isEqualTo(noon);
        assertThat(StartPosition.ofTimestamp("2026-11-01T13:00:00+01:00", NOW)).isEqualTo(noon);
        assertThat(StartPosition.ofTimestamp("-1h", NOW))
                .isEqualTo(new StartPosition.Since(NOW.toEpochMilli() - 3_600_000));
    }

    @Test
    void nonsenseIsRefused() {
        assertThatThrownBy(() -> StartPosition.ofTimestamp("yesterday", NOW))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> StartPosition.ofOffset("first")).isInstanceOf(IllegalArgumentException.class);
    }
}
