package gossip.api.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.network.SaslSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TurnsTest {
    private static final String CROWD = "10.0.0.1";

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch evaluating = new CountDownLatch(1);
    private final CountDownLatch go = new CountDownLatch(1);
    private final List<CompletableFuture<String>> taken = new ArrayList<>();
    /** Two at a time, one of an address, ten in all, 1000 bytes. */
    private Turns turns = turns(60_000);

    private static Turns turns(long timeoutMs) {
        return new Turns(new SaslSettings(timeoutMs, 0, 0, 1024, 2, 10, 1000, 1));
    }

    @AfterEach
    void close() {
        go.countDown();
        threads.close();
        assertThat(turns.inside()).isZero();
    }

    /** Something that is evaluated, or waits, until the test lets it go. */
    private void take(String host, int sizeBytes) {
        int before = turns.inside();
        CompletableFuture<String> result = CompletableFuture.supplyAsync(
                () -> call(host, sizeBytes, () -> {
                    evaluating.countDown();
                    await(go);
                    return host;
                }),
                threads);
        taken.add(result);
        while (turns.inside() == before) {
            assertThat(result).isNotCompletedExceptionally();
            Thread.onSpinWait();
        }
    }

    private String call(String host, int sizeBytes, Supplier<String> work) {
        try {
            return turns.take(host, sizeBytes, work);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void assertRefused(String host, int sizeBytes, String setting) {
        assertThatThrownBy(() -> call(host, sizeBytes, () -> host))
                .isInstanceOf(BrokerException.class)
                .hasMessageContaining(setting)
                .extracting(failure -> ((BrokerException) failure).code())
                .isEqualTo(ErrorCode.REQUEST_TIMED_OUT);
    }

    private void finish() {
        go.countDown();
        taken.forEach(CompletableFuture::join);
    }

    @Test
    void sizeOfWhatWaitsIsBoundedInAllAndForEachAddress() {
        take(CROWD, 150);
        take(CROWD, 100);
        assertRefused(CROWD, 1, "a quarter of security.authentication.queue_size");
        take("10.0.0.2", 700);
        assertRefused("10.0.0.3", 51, "security.authentication.queue_size is 1000");
        take("10.0.0.3", 50);
        finish();
        assertThat(call(CROWD, 250, () -> "in")).isEqualTo("in");
    }

    @Test
    void whatIsAloneIsTakenWhateverItsSize() {
        take(CROWD, 5000);
        assertRefused("10.0.0.2", 1, "security.authentication.queue_size");
        finish();
        assertThat(call("10.0.0.2", 1, () -> "in")).isEqualTo("in");
    }

    @Test
    void numberOfThoseThatWaitIsBounded() {
        for (int i = 0; i < 10; i++) {
            take("10.0.0." + i, 1);
        }
        assertRefused("10.0.1.1", 1, "10 clients are proving who they are, as many as security.authentication.queue");
    }

    @Test
    void addressHoldsUpNobodyElseAndHasOneTurnForItsWholeNetwork() {
        turns = turns(1);
        take("2001:db8:0:1:0:0:0:1", 1);
        await(evaluating);
        assertRefused("2001:db8:0:1:0:0:0:2", 1, "as long as security.authentication.timeout allows");
        assertThat(call("2001:db8:0:2:0:0:0:1", 1, () -> "in")).isEqualTo("in");
    }

    @Test
    void whatFailsGivesItsTurnBack() {
        for (int i = 0; i < 4; i++) {
            assertThatThrownBy(() -> call(CROWD, 900, () -> {
                        throw new IllegalStateException("a defect");
                    }))
                    .hasMessage("a defect");
        }
        assertThat(call(CROWD, 900, () -> "in")).isEqualTo("in");
    }
}
