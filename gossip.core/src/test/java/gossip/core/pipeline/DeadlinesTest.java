package gossip.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import gossip.core.pipeline.Deadlines.Deadline;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeadlinesTest {
    private final Deadlines deadlines = new Deadlines();

    @AfterEach
    void close() {
        deadlines.close();
    }

    @Test
    void earlierDeadlineAddedLaterComesFirst() {
        deadlines.start();
        List<String> order = new CopyOnWriteArrayList<>();
        CompletableFuture<Void> last = new CompletableFuture<>();
        deadlines.add(60, () -> {
            order.add("late");
            last.complete(null);
        });
        deadlines.add(10, () -> order.add("early"));
        World.await(last);
        assertThat(order).containsExactly("early", "late");
    }

    @Test
    void cancelledDeadlineDoesNothing() {
        deadlines.start();
        List<String> ran = new CopyOnWriteArrayList<>();
        Deadline cancelled = deadlines.add(5, () -> ran.add("cancelled"));
        deadlines.cancel(cancelled);
        CompletableFuture<Void> last = new CompletableFuture<>();
        deadlines.add(30, () -> last.complete(null));
        World.await(last);
        assertThat(ran).isEmpty();
    }

    @Test
    void closingRunsWhatIsPendingAndWhatComesLater() {
        deadlines.start();
        List<String> ran = new CopyOnWriteArrayList<>();
        deadlines.add(60_000, () -> ran.add("pending"));
        deadlines.close();
        deadlines.add(60_000, () -> ran.add("later"));
        assertThat(ran).containsExactly("pending", "later");
    }
}
