package gossip.plugins.kafka.sasl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SaslThreadsTest {
    private static final String CROWD = "10.0.0.1";

    private final SaslThreads threads = new SaslThreads(1, 16, 1000, 4);
    private final CountDownLatch go = new CountDownLatch(1);
    private final List<String> order = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        threads.close();
    }

    private boolean submit(String address) {
        return submit(address, 1);
    }

    private boolean submit(String address, int sizeBytes) {
        return threads.execute(address, sizeBytes, () -> {
            try {
                go.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            order.add(address);
        });
    }

    private int accepted(String address, int tried) {
        int accepted = 0;
        for (int i = 0; i < tried; i++) {
            accepted += submit(address) ? 1 : 0;
        }
        return accepted;
    }

    private void finish(String last) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        assertThat(threads.execute(last, 0, done::countDown)).isTrue();
        go.countDown();
        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void othersWaitForFewOfACrowd() throws Exception {
        int crowd = accepted(CROWD, 10);
        assertThat(submit("10.0.0.2")).isTrue();
        finish(CROWD);
        assertThat(crowd).isEqualTo(10);
        assertThat(order).hasSize(11);
        assertThat(order.indexOf("10.0.0.2")).isEqualTo(4);
    }

    @Test
    void noAddressTakesAllTheRoom() throws Exception {
        assertThat(accepted(CROWD, 1_000)).isEqualTo(4 + 8);
        assertThat(accepted("10.0.0.2", 1_000)).isEqualTo(4 + 4);
        assertThat(accepted("10.0.0.3", 4)).isEqualTo(4);
        assertThat(threads.waiting()).isEqualTo(3 + 4 + 4 + 8 + 4);
        finish("10.0.0.4");
        assertThat(submit(CROWD)).isTrue();
    }

    @Test
    void sizeOfWhatWaitsIsBoundedInAllAndForEachAddress() throws Exception {
        assertThat(submit(CROWD, 150)).isTrue();
        assertThat(submit(CROWD, 100)).isTrue();
        assertThat(submit(CROWD, 1)).as("a quarter for one address").isFalse();
        assertThat(submit("10.0.0.2", 700)).as("the first of an address").isTrue();
        assertThat(submit("10.0.0.3", 51)).as("too much in all").isFalse();
        assertThat(submit("10.0.0.3", 50)).isTrue();
        finish("10.0.0.4");
        assertThat(submit(CROWD, 250)).isTrue();
    }

    @Test
    void messageThatIsAloneIsTakenWhateverItsSize() throws Exception {
        assertThat(submit(CROWD, 5_000)).isTrue();
        assertThat(submit("10.0.0.2", 1)).isFalse();
        go.countDown();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!submit("10.0.0.2", 1)) {
            assertThat(System.nanoTime()).as("its room is not given back").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    @Test
    void hostWithManyAddressesOfOneNetworkIsOne() throws Exception {
        for (int i = 0; i < 8; i++) {
            assertThat(submit("2001:db8:0:1:0:0:0:" + i)).isTrue();
        }
        assertThat(submit("2001:db8:0:2:0:0:0:1")).isTrue();
        finish("2001:db8:0:1:0:0:0:9");
        assertThat(order.indexOf("2001:db8:0:2:0:0:0:1")).isEqualTo(4);
    }

    @Test
    void whatFailsGivesItsPlaceBack() throws Exception {
        for (int i = 0; i < 4; i++) {
            assertThat(threads.execute(CROWD, 1, () -> {
                        throw new IllegalStateException("a defect");
                    }))
                    .isTrue();
        }
        submit(CROWD);
        finish(CROWD);
        assertThat(order).containsExactly(CROWD);
    }

    @Test
    void everythingIsEvaluatedInTheEnd() throws Exception {
        int accepted = accepted(CROWD, 1_000) + accepted("10.0.0.2", 1_000);
        CountDownLatch done = new CountDownLatch(1);
        go.countDown();
        for (int i = 0; i < 200 && order.size() < accepted; i++) {
            done.await(50, TimeUnit.MILLISECONDS);
        }
        assertThat(order).hasSizeGreaterThanOrEqualTo(accepted);
        assertThat(threads.waiting()).isZero();
    }
}
