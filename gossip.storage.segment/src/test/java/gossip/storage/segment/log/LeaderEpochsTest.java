package gossip.storage.segment.log;

import static org.assertj.core.api.Assertions.assertThat;

import gossip.api.EpochEnd;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class LeaderEpochsTest {
    private static final LeaderEpochs EPOCHS =
            LeaderEpochs.NONE.with(1, 0).with(3, 10).with(7, 25);

    @Test
    void anEpochEndsWhereTheNextBegins() {
        assertThat(EPOCHS.endOf(0, 40)).isEmpty();
        assertThat(EPOCHS.endOf(2, 40)).contains(new EpochEnd(1, 10));
        assertThat(EPOCHS.endOf(7, 40)).contains(new EpochEnd(7, 40));
    }

    @Test
    void anOlderEpochChangesNothing() {
        assertThat(EPOCHS.with(5, 30)).isSameAs(EPOCHS);
        assertThat(EPOCHS.with(7, 30)).isSameAs(EPOCHS);
    }

    @Test
    void truncationForgetsEpochsThatBeginThere() {
        assertThat(EPOCHS.before(25).latest()).isEqualTo(3);
        assertThat(EPOCHS.before(26)).isSameAs(EPOCHS);
        assertThat(EPOCHS.before(0)).isEqualTo(LeaderEpochs.NONE);
    }

    @Test
    void deletionMovesTheEpochThatContainsTheStart() {
        assertThat(EPOCHS.from(12)).isEqualTo(LeaderEpochs.NONE.with(3, 12).with(7, 25));
        assertThat(EPOCHS.from(25)).isEqualTo(LeaderEpochs.NONE.with(7, 25));
        assertThat(EPOCHS.from(0)).isSameAs(EPOCHS);
        assertThat(EPOCHS.from(100)).isEqualTo(LeaderEpochs.NONE.with(7, 100));
    }

    @Test
    void encodingKeepsThem() {
        ByteBuffer bytes = ByteBuffer.allocate(EPOCHS.encodedBytes());
        EPOCHS.encode(bytes);
        assertThat(LeaderEpochs.decode(bytes.flip())).isEqualTo(EPOCHS);
    }
}
