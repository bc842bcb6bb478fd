package gossip.tck;

import static org.assertj.core.api.Assertions.assertThat;

import gossip.api.TopicPartition;
import gossip.api.group.OffsetStore;
import gossip.api.group.OffsetStore.Committed;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link OffsetStore} has to do. */
public abstract class OffsetStoreContract {
    private static final TopicPartition T0 = new TopicPartition("t", 0);
    private static final TopicPartition T1 = new TopicPartition("t", 1);

    private OffsetStore store;

    /** Called by subclasses. */
    protected OffsetStoreContract() {}

    /**
     * Opens an empty store that is started.
     *
     * @return a new store
     * @throws Exception if that fails
     */
    protected abstract OffsetStore openStore() throws Exception;

    @BeforeEach
    final void open() throws Exception {
        store = openStore();
        await(store.load("g"));
        await(store.load("other"));
    }

    @AfterEach
    final void close() {
        store.close();
    }

    private static <T> T await(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private static Committed at(long offset) {
        return new Committed(offset, 3, "text", 1000);
    }

    @Test
    void aGroupThatNeverCommittedHasNoOffsets() {
        assertThat(store.offsets("g")).isEmpty();
    }

    @Test
    void committedOffsetsAreReadBack() throws Exception {
        await(store.commit("g", Map.of(T0, at(5), T1, at(6))));
        await(store.commit("g", Map.of(T0, at(7))));
        assertThat(store.offsets("g")).isEqualTo(Map.of(T0, at(7), T1, at(6)));
    }

    @Test
    void groupsDoNotSeeEachOthersOffsets() throws Exception {
        await(store.commit("g", Map.of(T0, at(5))));
        assertThat(store.offsets("other")).isEmpty();
        assertThat(store.groups()).containsExactly("g");
    }

    @Test
    void someOrAllOffsetsAreForgotten() throws Exception {
        await(store.commit("g", Map.of(T0, at(5), T1, at(6))));
        await(store.delete("g", Optional.of(Set.of(T0))));
        assertThat(store.offsets("g")).isEqualTo(Map.of(T1, at(6)));
        await(store.delete("g", Optional.empty()));
        assertThat(store.offsets("g")).isEmpty();
        assertThat(store.groups()).isEmpty();
    }
}
