package gossip.tck;

import static gossip.tck.Batches.batch;
import static org.assertj.core.api.Assertions.assertThat;

import gossip.api.PartitionId;
import gossip.api.storage.WriteAheadLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link WriteAheadLog} has to do. */
public abstract class WriteAheadLogContract {
    private static final PartitionId ONE = new PartitionId(new UUID(1, 2), 3);
    private static final PartitionId TWO = new PartitionId(new UUID(4, 5), 6);

    private WriteAheadLog wal;

    /** Called by subclasses. */
    protected WriteAheadLogContract() {}

    /**
     * Opens the log on the same bytes each time within one test.
     *
     * @return a new log; the one before has been closed
     * @throws IOException if that fails
     */
    protected abstract WriteAheadLog openLog() throws IOException;

    @BeforeEach
    final void open() throws IOException {
        wal = openLog();
        wal.replay((id, batches) -> {});
        wal.reset();
    }

    @AfterEach
    final void close() throws IOException {
        wal.close();
    }

    private List<Entry> reopenAndReplay() throws IOException {
        wal.close();
        wal = openLog();
        List<Entry> entries = new ArrayList<>();
        wal.replay((id, batches) -> {
            ByteBuffer copy = ByteBuffer.allocate(batches.remaining());
            entries.add(new Entry(id, copy.put(batches.duplicate()).flip()));
        });
        return entries;
    }

    @Test
    void syncedEntriesAreReplayedInOrder() throws IOException {
        wal.append(ONE, batch(0, "a"));
        wal.append(TWO, batch(7, "b"));
        wal.append(ONE, batch(1, "c"));
        wal.sync();
        assertThat(reopenAndReplay())
                .containsExactly(
                        new Entry(ONE, batch(0, "a")), new Entry(TWO, batch(7, "b")), new Entry(ONE, batch(1, "c")));
    }

    @Test
    void entriesOfAllSizesAreReplayed() throws IOException {
        List<Entry> written = new ArrayList<>();
        for (int size : new int[] {0, 1, 511, 4096, 100_000, 3_000_000}) {
            Entry entry = new Entry(ONE, batch(written.size(), "x".repeat(size)));
            wal.append(entry.id(), entry.batches());
            written.add(entry);
        }
        wal.sync();
        assertThat(reopenAndReplay()).isEqualTo(written);
    }

    @Test
    void positionsAscend() throws IOException {
        long first = wal.append(ONE, batch(0, "a"));
        long second = wal.append(ONE, batch(1, "b"));
        assertThat(second).isGreaterThan(first);
        assertThat(wal.end()).isEqualTo(second);
        assertThat(wal.sync()).isEqualTo(second);
    }

    @Test
    void positionsAscendOverReopening() throws IOException {
        long before = wal.append(ONE, batch(0, "a"));
        wal.sync();
        reopenAndReplay();
        wal.reset();
        assertThat(wal.append(ONE, batch(1, "b"))).isGreaterThan(before);
    }

    @Test
    void whatWasReplayedStaysUntilItIsTrimmed() throws IOException {
        wal.append(ONE, batch(0, "a"));
        wal.sync();
        assertThat(reopenAndReplay()).hasSize(1);
        wal.reset();
        wal.append(ONE, batch(1, "b"));
        wal.sync();
        assertThat(reopenAndReplay()).containsExactly(new Entry(ONE, batch(0, "a")), new Entry(ONE, batch(1, "b")));
        wal.reset();
        assertThat(reopenAndReplay()).containsExactly(new Entry(ONE, batch(0, "a")), new Entry(ONE, batch(1, "b")));
        wal.reset();
        wal.append(ONE, batch(2, "c"));
        wal.sync();
        assertThat(reopenAndReplay()).hasSize(3);
    }

    @Test
    void whatWasReplayedIsGoneOnceItIsTrimmed() throws IOException {
        wal.append(ONE, batch(0, "a"));
        wal.sync();
        reopenAndReplay();
        wal.reset();
        assertThat(wal.sizeBytes()).isPositive();
        wal.trim(wal.end());
        assertThat(wal.sizeBytes()).isZero();
        wal.append(ONE, batch(1, "b"));
        wal.sync();
        assertThat(reopenAndReplay()).containsExactly(new Entry(ONE, batch(1, "b")));
    }

    @Test
    void whatIsAppendedAfterACleanStopIsReplayed() throws IOException {
        wal.append(ONE, batch(0, "a"));
        wal.sync();
        wal.trim(wal.end());
        assertThat(reopenAndReplay()).isEmpty();
        wal.reset();
        wal.append(ONE, batch(1, "b"));
        wal.sync();
        assertThat(reopenAndReplay()).containsExactly(new Entry(ONE, batch(1, "b")));
    }

    @Test
    void trimFreesOnlyWhatLiesBefore() throws IOException {
        wal.append(ONE, batch(0, "a"));
        long middle = wal.end();
        wal.append(ONE, batch(1, "b"));
        wal.sync();
        wal.trim(middle);
        assertThat(reopenAndReplay()).contains(new Entry(ONE, batch(1, "b")));
    }

    @Test
    void sizeShrinksWhenEverythingIsTrimmed() throws IOException {
        wal.append(ONE, batch(0, "x".repeat(1000)));
        wal.sync();
        long before = wal.sizeBytes();
        assertThat(before).isPositive();
        wal.trim(wal.end());
        assertThat(wal.sizeBytes()).isLessThan(before);
    }

    @Test
    void appendsGoOnAfterATrim() throws IOException {
        for (int i = 0; i < 50; i++) {
            wal.append(ONE, batch(i, "value-" + i));
            wal.sync();
            wal.trim(wal.end());
        }
        wal.append(ONE, batch(50, "last"));
        wal.sync();
        assertThat(reopenAndReplay().getLast()).isEqualTo(new Entry(ONE, batch(50, "last")));
    }

    private record Entry(PartitionId id, ByteBuffer batches) {}
}
