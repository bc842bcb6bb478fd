package gossip.core.partition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HighWatermarkTest {
    private final HighWatermark highWatermark = new HighWatermark();
    private final Counting waiter = new Counting();

    @Test
    void neverGoesBack() {
        highWatermark.advance(10, 100);
        highWatermark.advance(5, 100);
        assertThat(highWatermark.value()).isEqualTo(10);
    }

    @Test
    void thoseWhoWaitAreToldUntilTheyAreForgotten() {
        assertThat(highWatermark.await(waiter, 0)).isTrue();
        highWatermark.advance(3, 30);
        highWatermark.advance(4, 10);
        assertThat(waiter.bytes).hasValue(40);
        highWatermark.forget(waiter);
        highWatermark.advance(5, 10);
        assertThat(waiter.bytes).hasValue(40);
        assertThat(highWatermark.isAwaited()).isFalse();
    }

    @Test
    void whoJudgedByAnOldValueIsToldAtOnce() {
        highWatermark.advance(3, 30);
        assertThat(highWatermark.await(waiter, 2)).isFalse();
    }

    @Test
    void endOfThePartitionIsTold() {
        highWatermark.await(waiter, 0);
        highWatermark.close();
        assertThat(waiter.ends).hasValue(1);
    }

    private static final class Counting implements HighWatermark.Waiter {
        private final AtomicInteger bytes = new AtomicInteger();
        private final AtomicInteger ends = new AtomicInteger();

        @Override
        public void advanced(int more) {
            bytes.addAndGet(more);
        }

        @Override
        public void gone() {
            ends.incrementAndGet();
        }
    }
}
