package gossip.tck;

import static org.assertj.core.api.Assertions.assertThat;

import gossip.api.Endpoint;
import gossip.api.ErrorCode;
import gossip.api.metadata.Assignment;
import gossip.api.metadata.MetadataCommand;
import gossip.api.metadata.MetadataImage;
import gossip.api.metadata.MetadataResult;
import gossip.api.metadata.MetadataStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link MetadataStore} has to do on a single node. */
public abstract class MetadataStoreContract {
    private static final int TIMEOUT_SECONDS = 30;

    private MetadataStore store;

    /** Called by subclasses. */
    protected MetadataStoreContract() {}

    /**
     * Opens an empty store.
     *
     * @return not started
     * @throws Exception if that fails
     */
    protected abstract MetadataStore openStore() throws Exception;

    @BeforeEach
    final void open() throws Exception {
        store = openStore();
        store.start();
    }

    @AfterEach
    final void close() {
        store.close();
    }

    private MetadataResult submit(MetadataCommand command) throws Exception {
        return store.submit(command).toCompletableFuture().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    private int register(String name) throws Exception {
        MetadataResult result =
                submit(new MetadataCommand.RegisterBroker(name, List.of(new Endpoint("kafka", "127.0.0.1", 1))));
        return ((MetadataResult.Registered) result).registration().id();
    }

    @Test
    void aChangeIsInTheImageWhenItIsAnswered() throws Exception {
        int broker = register("n1");
        UUID id = UUID.randomUUID();
        submit(new MetadataCommand.CreateTopic("t", id, Assignment.onOne(3, broker), Map.of("a", "b")));
        assertThat(store.image().topic("t").orElseThrow().id()).isEqualTo(id);
        assertThat(store.image().topic(id).orElseThrow().partitionCount()).isEqualTo(3);
    }

    @Test
    void aRefusalSaysWhy() throws Exception {
        int broker = register("n1");
        Assignment one = Assignment.onOne(1, broker);
        submit(new MetadataCommand.CreateTopic("t", UUID.randomUUID(), one, Map.of()));
        MetadataResult again = submit(new MetadataCommand.CreateTopic("t", UUID.randomUUID(), one, Map.of()));
        assertThat(again).isInstanceOfSatisfying(MetadataResult.Refused.class, refused -> {
            assertThat(refused.code()).isEqualTo(ErrorCode.TOPIC_ALREADY_EXISTS);
            assertThat(refused.message()).contains("t");
        });
    }

    @Test
    void aBrokerKeepsItsNumber() throws Exception {
        int first = register("n1");
        assertThat(register("n2")).isNotEqualTo(first);
        assertThat(register("n1")).isEqualTo(first);
    }

    @Test
    void listenersSeeEveryChangeInOrder() throws Exception {
        register("n1");
        List<MetadataImage> seen = java.util.Collections.synchronizedList(new ArrayList<>());
        List<MetadataImage> before = java.util.Collections.synchronizedList(new ArrayList<>());
        store.listen((from, to) -> {
            before.add(from);
            seen.add(to);
        });
        register("n2");
        register("n3");
        assertThat(before.getFirst()).isSameAs(MetadataImage.EMPTY);
        assertThat(seen.getLast().brokers()).hasSize(3);
        assertThat(before.subList(1, before.size())).isEqualTo(seen.subList(0, seen.size() - 1));
    }

    @Test
    void theOnlyNodeLeads() throws Exception {
        register("n1");
        assertThat(store.leader()).isPresent();
    }
}
