package gossip.tck;

import static org.assertj.core.api.Assertions.assertThat;

import gossip.api.broker.RequestContext;
import gossip.api.security.Authorizer;
import gossip.api.security.Operation;
import gossip.api.security.Principal;
import gossip.api.security.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link Authorizer} has to do. */
public abstract class AuthorizerContract {
    private static final String NAME = "orders";
    private static final int THREADS = 4;

    private Authorizer authorizer;

    /** Called by subclasses. */
    protected AuthorizerContract() {}

    /**
     * Opens an authorizer that lets {@link #reader} READ the topic {@code orders} and nothing else.
     *
     * @return ready to be asked
     * @throws Exception if that fails
     */
    protected abstract Authorizer openAuthorizer() throws Exception;

    /**
     * Who may read.
     *
     * @return a client
     */
    protected abstract RequestContext reader();

    @BeforeEach
    final void open() throws Exception {
        authorizer = openAuthorizer();
    }

    private RequestContext stranger() {
        return new RequestContext(new Principal("User", "stranger"), "c", "127.0.0.1", "kafka");
    }

    @Test
    void whatIsAllowedIsAllowedAndNothingElse() {
        assertThat(authorizer.allows(reader(), Operation.READ, Resource.topic(NAME)))
                .isTrue();
        assertThat(authorizer.allows(reader(), Operation.WRITE, Resource.topic(NAME)))
                .isFalse();
        assertThat(authorizer.allows(reader(), Operation.READ, Resource.topic("others")))
                .isFalse();
        assertThat(authorizer.allows(reader(), Operation.READ, Resource.group(NAME)))
                .isFalse();
        assertThat(authorizer.allows(stranger(), Operation.READ, Resource.topic(NAME)))
                .isFalse();
    }

    @Test
    void everyQuestionHasAnAnswerAndAlwaysTheSame() {
        for (Operation operation : Operation.values()) {
            for (Resource.Type type : Resource.Type.values()) {
                for (String name : List.of("", "*", NAME, "x".repeat(300))) {
                    Resource resource = new Resource(type, name);
                    boolean first = authorizer.allows(reader(), operation, resource);
                    assertThat(authorizer.allows(reader(), operation, resource)).isEqualTo(first);
                }
                boolean any = authorizer.allowsAny(reader(), operation, type);
                assertThat(authorizer.allowsAny(reader(), operation, type)).isEqualTo(any);
            }
        }
    }

    @Test
    void manyThreadsAskAtTheSameTime() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(
                THREADS, Thread.ofPlatform().name("gossip-test-", 0).factory())) {
            List<Callable<Boolean>> questions = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                String name = i % 3 == 0 ? NAME : "topic-" + i;
                boolean expected = i % 3 == 0;
                questions.add(() -> authorizer.allows(reader(), Operation.READ, Resource.topic(name)) == expected);
            }
            for (Future<Boolean> isRight : threads.invokeAll(questions)) {
                assertThat(isRight.get()).isTrue();
            }
        }
    }
}
