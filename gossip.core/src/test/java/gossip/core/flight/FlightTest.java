package gossip.core.flight;

import static org.assertj.core.api.Assertions.assertThat;

import gossip.core.Gossip;
import gossip.core.GossipConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlightTest {
    @TempDir
    Path dir;

    @Test
    void stagesOfAProduceAreRecorded() throws IOException {
        List<RecordedEvent> events = recorded(() -> {
            try (Gossip gossip = Gossip.start(GossipConfig.in(dir.resolve("data"))
                    .set("plugins.log_store", "memory")
                    .set("plugins.write_ahead_log", "memory")
                    .set("plugins.metadata_store", "memory"))) {
                gossip.createTopic("t", 1);
                gossip.produce("t", "key", "value");
            }
        });

        assertThat(events)
                .filteredOn(event -> event.getEventType().getName().equals("gossip.ShardRound"))
                .isNotEmpty()
                .allSatisfy(event -> assertThat(event.getLong("slots")).isPositive());
        assertThat(events)
                .filteredOn(event -> event.getEventType().getName().equals("gossip.WalSync"))
                .isNotEmpty()
                .allSatisfy(event -> assertThat(event.getBoolean("succeeded")).isTrue());
    }

    private List<RecordedEvent> recorded(Runnable work) throws IOException {
        Path file = dir.resolve("recording.jfr");
        try (Recording recording = new Recording()) {
            recording.enable(ShardRoundEvent.class).withThreshold(Duration.ZERO);
            recording.enable(WalSyncEvent.class).withThreshold(Duration.ZERO);
            recording.start();
            work.run();
            recording.stop();
            recording.dump(file);
        }
        return RecordingFile.readAllEvents(file);
    }
}
