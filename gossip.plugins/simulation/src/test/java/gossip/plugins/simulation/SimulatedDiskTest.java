package gossip.plugins.simulation;

import static gossip.tck.Batches.batch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gossip.api.PartitionId;
import gossip.api.storage.DiskFullException;
import gossip.api.storage.LogConfig;
import gossip.api.storage.LogFailedException;
import gossip.api.storage.PartitionLog;
import gossip.api.storage.WriteAheadLog;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SimulatedDiskTest {
    private static final PartitionId ID = new PartitionId(new UUID(1, 2), 0);

    private final SimulatedDisk disk = new SimulatedDisk();

    @Test
    void lossOfPowerKeepsOnlyWhatWasFlushedOrSynced() throws IOException {
        PartitionLog log = new MemoryLogStore(disk).open(ID, LogConfig.DEFAULT);
        log.append(batch(0, "flushed"));
        log.flush();
        log.append(batch(1, "not flushed"));
        WriteAheadLog wal = new MemoryWriteAheadLog(disk);
        wal.append(ID, batch(1, "synced"));
        wal.sync();
        wal.append(ID, batch(2, "not synced"));

        disk.losePower();

        assertThat(new MemoryLogStore(disk).open(ID, LogConfig.DEFAULT).logEndOffset())
                .isEqualTo(1);
        List<PartitionId> replayed = new ArrayList<>();
        new MemoryWriteAheadLog(disk).replay((id, batches) -> replayed.add(id));
        assertThat(replayed).containsExactly(ID);
    }

    @Test
    void aFullDiskRefusesAppendsUntilThereIsSpace() throws IOException {
        PartitionLog log = new MemoryLogStore(disk).open(ID, LogConfig.DEFAULT);
        disk.full(true);
        assertThatThrownBy(() -> log.append(batch(0, "a"))).isInstanceOf(DiskFullException.class);
        disk.full(false);
        log.append(batch(0, "a"));
        assertThat(log.logEndOffset()).isEqualTo(1);
    }

    @Test
    void aFailedSyncIsNeverRepeatedIntoSuccess() throws IOException {
        WriteAheadLog wal = new MemoryWriteAheadLog(disk);
        wal.append(ID, batch(0, "a"));
        disk.failWith("simulated EIO");
        assertThatThrownBy(wal::sync).hasMessageContaining("simulated EIO");
        disk.heal();
        assertThatThrownBy(wal::sync).isInstanceOf(LogFailedException.class);
        assertThatThrownBy(() -> wal.append(ID, batch(1, "b"))).isInstanceOf(LogFailedException.class);
    }
}
