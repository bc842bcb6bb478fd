package gossip.tck;

import static org.assertj.core.api.Assertions.assertThat;

import gossip.api.TopicPartition;
import gossip.api.broker.Records.ProducerIdentity;
import gossip.api.broker.Records.ProducerTransaction;
import gossip.api.broker.Records.TransactionSupport;
import gossip.api.group.GroupStore;
import gossip.api.group.GroupStore.Changes;
import gossip.api.group.GroupStore.Committed;
import gossip.api.group.GroupStore.Usage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link GroupStore} has to do. */
public abstract class GroupStoreContract {
    private static final ProducerIdentity PRODUCER = new ProducerIdentity(70, (short) 1);
    private static final ProducerTransaction TRANSACTION = new ProducerTransaction("x", TransactionSupport.IMPLICIT);
    private static final TopicPartition T0 = new TopicPartition("t", 0);
    private static final TopicPartition T1 = new TopicPartition("t", 1);

    private GroupStore store;

    /** Called by subclasses. */
    protected GroupStoreContract() {}

    /**
     * Opens an empty store that is started.
     *
     * @return a new store
     * @throws Exception if that fails
     */
    protected abstract GroupStore openStore() throws Exception;

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

    private static Optional<ByteBuffer> text(String text) {
        return Optional.of(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    private Map<String, String> entries(String group) {
        Map<String, String> texts = new HashMap<>();
        store.entries(group)
                .forEach((name, value) -> texts.put(
                        name, StandardCharsets.UTF_8.decode(value.duplicate()).toString()));
        return texts;
    }

    @Test
    void aGroupThatNeverWroteHasNothing() {
        assertThat(store.offsets("g")).isEmpty();
        assertThat(store.entries("g")).isEmpty();
        assertThat(store.groups()).isEmpty();
    }

    @Test
    void committedOffsetsAreReadBack() throws Exception {
        await(store.write("g", Changes.commit(Map.of(T0, at(5), T1, at(6)))));
        await(store.write("g", Changes.commit(Map.of(T0, at(7)))));
        assertThat(store.offsets("g")).isEqualTo(Map.of(T0, at(7), T1, at(6)));
    }

    @Test
    void entriesAreReadBack() throws Exception {
        await(store.write("g", Changes.entries(Map.of("a", text("1"), "b", text("2")))));
        await(store.write("g", Changes.entries(Map.of("a", text("3"), "b", Optional.empty(), "c", text("")))));
        assertThat(entries("g")).isEqualTo(Map.of("a", "3", "c", ""));
        assertThat(store.entries("g").values()).allMatch(ByteBuffer::isReadOnly);
        assertThat(store.offsets("g")).isEmpty();
    }

    @Test
    void offsetsAndEntriesChangeTogether() throws Exception {
        await(store.write("g", new Changes(Map.of(T0, Optional.of(at(5))), Map.of("a", text("1")))));
        assertThat(store.offsets("g")).isEqualTo(Map.of(T0, at(5)));
        assertThat(entries("g")).isEqualTo(Map.of("a", "1"));
    }

    @Test
    void groupsDoNotSeeEachOther() throws Exception {
        await(store.write("g", Changes.commit(Map.of(T0, at(5)))));
        await(store.write("other", Changes.entries(Map.of("a", text("1")))));
        assertThat(store.offsets("other")).isEmpty();
        assertThat(store.entries("g")).isEmpty();
        assertThat(store.groups()).containsExactlyInAnyOrder("g", "other");
    }

    @Test
    void someOffsetsAreForgotten() throws Exception {
        await(store.write("g", Changes.commit(Map.of(T0, at(5), T1, at(6)))));
        await(store.write("g", Changes.forget(Set.of(T0))));
        assertThat(store.offsets("g")).isEqualTo(Map.of(T1, at(6)));
        await(store.write("g", Changes.forget(Set.of(T1))));
        assertThat(store.groups()).isEmpty();
    }

    @Test
    void aDeletedGroupIsForgotten() throws Exception {
        await(store.write("g", new Changes(Map.of(T0, Optional.of(at(5))), Map.of("a", text("1")))));
        await(store.delete("g"));
        assertThat(store.offsets("g")).isEmpty();
        assertThat(store.entries("g")).isEmpty();
        assertThat(store.groups()).isEmpty();
        await(store.delete("g"));
    }

    @Test
    void offsetsOfATransactionCountOnceItIsCommitted() throws Exception {
        await(store.write("g", Changes.commit(Map.of(T0, at(5), T1, at(6)))));
        await(store.writeInTransaction("g", PRODUCER, TRANSACTION, Map.of(T0, at(7))));
        assertThat(store.offsets("g")).isEqualTo(Map.of(T0, at(5), T1, at(6)));
        assertThat(store.undecided("g")).containsExactly(T0);
        assertThat(store.undecided("other")).isEmpty();
        end(true);
        assertThat(store.offsets("g")).isEqualTo(Map.of(T0, at(7), T1, at(6)));
        assertThat(store.undecided("g")).isEmpty();
    }

    @Test
    void offsetsOfAnAbortedTransactionNeverCount() throws Exception {
        await(store.write("g", Changes.commit(Map.of(T0, at(5)))));
        await(store.writeInTransaction("g", PRODUCER, TRANSACTION, Map.of(T0, at(7), T1, at(8))));
        end(false);
        end(true);
        assertThat(store.offsets("g")).isEqualTo(Map.of(T0, at(5)));
        assertThat(store.undecided("g")).isEmpty();
    }

    @Test
    void anOffsetThatIsForgottenDoesNotComeBackWithATransaction() throws Exception {
        await(store.writeInTransaction("g", PRODUCER, TRANSACTION, Map.of(T0, at(7), T1, at(8))));
        await(store.write("g", Changes.forget(Set.of(T0))));
        assertThat(store.undecided("g")).containsExactly(T1);
        end(true);
        assertThat(store.offsets("g")).isEqualTo(Map.of(T1, at(8)));
    }

    @Test
    void aGroupThatIsDeletedDoesNotComeBackWithATransaction() throws Exception {
        await(store.write("g", Changes.commit(Map.of(T0, at(5)))));
        await(store.writeInTransaction("g", PRODUCER, TRANSACTION, Map.of(T0, at(7), T1, at(8))));
        await(store.delete("g"));
        assertThat(store.undecided("g")).isEmpty();
        end(true);
        assertThat(store.groups()).isEmpty();
    }

    @Test
    void theIdOfTheTopicIsKept() throws Exception {
        Committed committed = new Committed(5, 3, "text", 1000, Optional.of(new UUID(1, 2)));
        await(store.write("g", Changes.commit(Map.of(T0, committed))));
        assertThat(store.offsets("g")).isEqualTo(Map.of(T0, committed));
    }

    @Test
    void useIsCounted() throws Exception {
        await(store.write("g", Changes.commit(Map.of(T0, at(5)))));
        await(store.write("other", Changes.commit(Map.of(T0, at(5), T1, at(6)))));
        assertThat(store.usage("g", Set.of(T0, T1))).isEqualTo(new Usage(1, 1, 3));
        await(store.writeInTransaction("g", PRODUCER, TRANSACTION, Map.of(T0, at(7), T1, at(8))));
        assertThat(store.usage("g", Set.of())).isEqualTo(new Usage(0, 1, 5));
        end(true);
        assertThat(store.usage("g", Set.of())).isEqualTo(new Usage(0, 2, 4));
        await(store.write("g", Changes.forget(Set.of(T0))));
        await(store.delete("other"));
        assertThat(store.usage("g", Set.of(T0))).isEqualTo(new Usage(1, 1, 1));
    }

    private void end(boolean committed) {
        for (int partition = 0; partition < 50; partition++) {
            store.transactionEnded(
                    new TopicPartition("__consumer_offsets", partition), PRODUCER.producerId(), committed);
        }
    }
}
