package gossip.tests.crash;

import static org.assertj.core.api.Assertions.assertThat;

import gossip.tests.packaged.Clients;
import gossip.tests.packaged.Installation;
import gossip.tests.packaged.PackagedBroker;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Transfers between accounts in different partitions, each a transaction, while the broker is killed with {@code kill -9}: no
 * half of a transfer may ever count, and none that was confirmed may be lost.
 */
class TransactionCrashIT {
    private static final int ROUNDS = Integer.getInteger("gossip.crash.rounds", 10);
    private static final long SEED = Long.getLong("gossip.crash.seed", new Random().nextLong());
    private static final int TELLERS = 3;
    private static final int ACCOUNTS = 4;

    @TempDir
    private Path dataDir;

    private final AtomicBoolean stopping = new AtomicBoolean();
    private final AtomicInteger confirmed = new AtomicInteger();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    @Test
    void transfersAreWholeWheneverTheBrokerIsKilled() throws Exception {
        System.out.println("gossip.crash.seed=" + SEED + " gossip.crash.rounds=" + ROUNDS);
        Random random = new Random(SEED);
        try (PackagedBroker broker =
                PackagedBroker.of(Installation.withRuntime(), dataDir).set("storage.checkpoint_interval", "1s")) {
            broker.start();
            Clients clients = Clients.of(broker);
            clients.createTopic("accounts", ACCOUNTS, Map.of());
            Thread[] tellers = new Thread[TELLERS];
            for (int i = 0; i < TELLERS; i++) {
                int teller = i;
                long seed = random.nextLong();
                tellers[i] =
                        Thread.ofPlatform().name("teller-" + i).start(() -> work(clients, teller, new Random(seed)));
            }
            for (int round = 0; round < ROUNDS; round++) {
                await(confirmed.get() + 5 + random.nextInt(100), broker);
                broker.kill();
                broker.start();
            }
            await(confirmed.get() + 10, broker);
            stopping.set(true);
            for (Thread teller : tellers) {
                teller.join();
            }
            assertThat(failure.get()).isNull();
            verify(clients);
            broker.stopCleanly();
        } finally {
            stopping.set(true);
        }
    }

    private void await(int count, PackagedBroker broker) {
        long deadline = System.nanoTime() + 90_000_000_000L;
        while (confirmed.get() < count) {
            broker.expectRunning();
            assertThat(failure.get()).isNull();
            assertThat(System.nanoTime())
                    .as("%s transfers, %s wanted", confirmed, count)
                    .isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }

    private void work(Clients clients, int teller, Random random) {
        int number = 0;
        try {
            while (!stopping.get()) {
                number = session(clients, teller, number, random);
            }
        } catch (RuntimeException | Error e) {
            failure.compareAndSet(null, e);
        }
    }

    /** Transfers until something goes wrong; whatever was under way then is not repeated. */
    private int session(Clients clients, int teller, int first, Random random) {
        int number = first;
        try (KafkaProducer<String, String> producer = clients.producer(Map.of(
                "transactional.id", "teller-" + teller,
                "transaction.timeout.ms", 30_000,
                "delivery.timeout.ms", 30_000,
                "request.timeout.ms", 5_000,
                "max.block.ms", 40_000,
                "linger.ms", 0))) {
            producer.initTransactions();
            while (!stopping.get()) {
                String transfer = teller + "-" + number++;
                int from = random.nextInt(ACCOUNTS);
                int to = (from + 1 + random.nextInt(ACCOUNTS - 1)) % ACCOUNTS;
                int amount = 1 + random.nextInt(100);
                boolean gives = random.nextInt(5) > 0;
                producer.beginTransaction();
                producer.send(new ProducerRecord<>("accounts", from, transfer, "-" + amount));
                producer.send(new ProducerRecord<>("accounts", to, transfer, String.valueOf(amount)));
                if (gives) {
                    producer.commitTransaction();
                    confirmed.incrementAndGet();
                } else {
                    producer.abortTransaction();
                }
            }
        } catch (KafkaException e) {
            System.out.println("teller " + teller + " begins anew: " + e);
        }
        return number;
    }

    private void verify(Clients clients) {
        Map<String, Integer> sums = new HashMap<>();
        Map<String, Integer> halves = new HashMap<>();
        try (KafkaConsumer<String, String> consumer = clients.consumer(Map.of("isolation.level", "read_committed"))) {
            for (ConsumerRecord<String, String> record : Clients.readAll(consumer, "accounts")) {
                sums.merge(record.key(), Integer.parseInt(record.value()), Integer::sum);
                halves.merge(record.key(), 1, Integer::sum);
            }
        }
        assertThat(halves.values()).as("halves of a transfer").containsOnly(2);
        assertThat(sums.values()).as("balance of a transfer").containsOnly(0);
        assertThat(sums.size()).as("transfers").isGreaterThanOrEqualTo(confirmed.get());
        System.out.println(sums.size() + " transfers count, " + confirmed + " were confirmed");
    }
}
