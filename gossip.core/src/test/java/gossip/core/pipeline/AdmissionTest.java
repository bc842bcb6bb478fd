package gossip.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private final Admission admission = new Admission(4, 100);
    private final AtomicInteger resumed = new AtomicInteger();

    private void leave(long bytes) {
        admission.release(bytes);
        admission.resume();
    }

    @Test
    void resumesAtOnceWhileThereIsRoom() {
        admission.whenWritable(resumed::incrementAndGet);
        assertThat(resumed).hasValue(1);
    }

    @Test
    void waitersAreResumedOneByOneAndAllOnceHalfIsFree() {
        for (int i = 0; i < 4; i++) {
            assertThat(admission.tryEnter(10)).isTrue();
        }
        assertThat(admission.tryEnter(10)).isFalse();
        for (int i = 0; i < 10; i++) {
            admission.whenWritable(resumed::incrementAndGet);
        }
        assertThat(resumed).hasValue(0);
        leave(10);
        assertThat(resumed).hasValue(1);
        leave(10);
        assertThat(resumed).hasValue(10);
    }

    @Test
    void oneLargeRequestIsLetInWhenThereIsRoomAtAll() {
        assertThat(admission.tryEnter(1000)).isTrue();
        assertThat(admission.tryEnter(1)).isFalse();
        leave(1000);
        assertThat(admission.tryEnter(1)).isTrue();
        assertThat(admission.bytes()).isEqualTo(1);
        assertThat(admission.requests()).isEqualTo(1);
    }
}
