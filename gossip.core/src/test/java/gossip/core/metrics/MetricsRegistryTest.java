package gossip.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import gossip.api.metrics.Sample.Count;
import gossip.api.metrics.Sample.Labels;
import gossip.api.metrics.Sample.Spread;
import gossip.api.metrics.Sample.Value;
import org.junit.jupiter.api.Test;

class MetricsRegistryTest {
    private final MetricsRegistry metrics = new MetricsRegistry();

    @Test
    void sameNameAndLabelsAreTheSameFigure() {
        metrics.counter("bytes_total", "Bytes.", "topic", "a").add(3);
        metrics.counter("bytes_total", "Bytes.", "topic", "a").add(4);
        metrics.counter("bytes_total", "Bytes.", "topic", "b").add(5);

        assertThat(metrics.snapshot())
                .containsExactly(
                        new Count("bytes_total", "Bytes.", Labels.of("topic", "a"), 7),
                        new Count("bytes_total", "Bytes.", Labels.of("topic", "b"), 5));
    }

    @Test
    void gaugeIsReadWhenSomebodyLooks() {
        metrics.gauge("slots", "Slots.", () -> 1);
        metrics.gauge("slots", "Slots.", () -> 2);

        assertThat(metrics.snapshot()).containsExactly(new Value("slots", "Slots.", Labels.NONE, 2));
    }

    @Test
    void quantilesAreRightToAnEighth() {
        var histogram = metrics.histogram("wait_seconds", "Wait.");
        for (int i = 1; i <= 1000; i++) {
            histogram.record(i / 1000.0);
        }

        Spread spread = (Spread) metrics.snapshot().getFirst();

        assertThat(spread.distribution().count()).isEqualTo(1000);
        assertThat(spread.distribution().sum()).isCloseTo(500.5, within(0.001));
        assertThat(spread.distribution().max()).isEqualTo(1);
        assertThat(spread.distribution().quantile(0.5)).isBetween(0.5, 0.5 * 1.125);
        assertThat(spread.distribution().quantile(0.99)).isBetween(0.99, 1.0);
        assertThat(spread.distribution().quantile(1)).isEqualTo(1);
        assertThat(spread.distribution().countUpTo(0.5)).isBetween(437L, 500L);
        assertThat(spread.distribution().countUpTo(2)).isEqualTo(1000);
    }

    @Test
    void valuesBeyondTheBucketsStillCount() {
        var histogram = metrics.histogram("odd", "Odd.");
        histogram.record(0);
        histogram.record(-1);
        histogram.record(1e-300);
        histogram.record(1e300);

        assertThat(((Spread) metrics.snapshot().getFirst()).distribution().count())
                .isEqualTo(4);
    }

    @Test
    void nameOfAnotherKindIsRefused() {
        metrics.counter("x", "X.");

        assertThatThrownBy(() -> metrics.histogram("x", "X.")).hasMessage("x is already a figure of another kind");
    }
}
