package gossip.tck;

import static org.assertj.core.api.Assertions.assertThat;

import gossip.api.PartitionId;
import gossip.api.storage.IndexStore;
import gossip.api.storage.SegmentIndex;
import gossip.api.storage.SegmentIndex.Entry;
import java.io.IOException;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link IndexStore} has to do. */
public abstract class IndexStoreContract {
    private static final PartitionId ID = new PartitionId(new UUID(1, 2), 3);

    private IndexStore store;
    private SegmentIndex index;

    /** Called by subclasses. */
    protected IndexStoreContract() {}

    /**
     * Opens a store on the same bytes each time within one test.
     *
     * @return a store
     * @throws IOException if that fails
     */
    protected abstract IndexStore openStore() throws IOException;

    @BeforeEach
    final void open() throws IOException {
        store = openStore();
        index = store.open(ID, 100);
    }

    @AfterEach
    final void close() throws IOException {
        index.close();
    }

    private void fill() throws IOException {
        index.append(new Entry(100, 0, -1));
        index.append(new Entry(150, 4096, 1000));
        index.append(new Entry(200, 8192, 1000));
        index.append(new Entry(250, 12_288, 5000));
    }

    @Test
    void newIndexIsEmpty() {
        assertThat(index.last()).isEmpty();
        assertThat(index.floorOffset(1000)).isEmpty();
        assertThat(index.floorTimestamp(1000)).isEmpty();
    }

    @Test
    void offsetsAreRoundedDown() throws IOException {
        fill();
        assertThat(index.floorOffset(99)).isEmpty();
        assertThat(index.floorOffset(100)).contains(new Entry(100, 0, -1));
        assertThat(index.floorOffset(199)).contains(new Entry(150, 4096, 1000));
        assertThat(index.floorOffset(9999)).contains(new Entry(250, 12_288, 5000));
        assertThat(index.last()).contains(new Entry(250, 12_288, 5000));
    }

    @Test
    void aScanForATimeMissesNothing() throws IOException {
        fill();
        assertThat(index.floorTimestamp(1000)).contains(new Entry(100, 0, -1));
        assertThat(index.floorTimestamp(1001)).contains(new Entry(200, 8192, 1000));
        assertThat(index.floorTimestamp(5001)).contains(new Entry(250, 12_288, 5000));
    }

    @Test
    void truncatedEntriesAreGone() throws IOException {
        fill();
        index.truncateTo(200);
        assertThat(index.last()).contains(new Entry(150, 4096, 1000));
        index.append(new Entry(220, 8192, 2000));
        assertThat(index.floorOffset(300)).contains(new Entry(220, 8192, 2000));
    }

    @Test
    void flushedEntriesSurviveReopening() throws IOException {
        fill();
        index.flush();
        index.close();
        index = store.open(ID, 100);
        assertThat(index.floorOffset(199)).contains(new Entry(150, 4096, 1000));
    }

    @Test
    void deletedIndexIsEmptyWhenOpenedAgain() throws IOException {
        fill();
        index.flush();
        index.close();
        store.delete(ID, 100);
        store.delete(ID, 100);
        index = store.open(ID, 100);
        assertThat(index.last()).isEmpty();
    }
}
