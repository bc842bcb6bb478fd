package gossip.tests.crash;

import static org.assertj.core.api.Assertions.assertThat;

import gossip.tests.packaged.Clients;
import gossip.tests.packaged.Installation;
import gossip.tests.packaged.PackagedBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Offsets of a group that were committed with a transaction, when the broker is killed before it is decided. */
class TransactionalOffsetsIT {
    private static final TopicPartition SOURCE = new TopicPartition("source", 0);
    private static final String GROUP = "readers";
    private static final Duration DECIDED = Duration.ofSeconds(60);

    @TempDir
    private Path dataDir;

    @Test
    void pendingOffsetsAreDecidedAfterTheBrokerWasKilled() throws Exception {
        try (PackagedBroker broker = PackagedBroker.of(Installation.withRuntime(), dataDir)) {
            broker.start();
            Clients clients = Clients.of(broker);
            clients.createTopic("source", 1, Map.of());
            clients.createTopic("target", 1, Map.of());
            try (KafkaProducer<String, String> producer =
                            clients.producer(Map.of("transactional.id", "pending", "transaction.timeout.ms", 600_000));
                    Admin admin = clients.admin()) {
                producer.initTransactions();
                commitWithinTransaction(producer, 7);
                killed(broker);
                assertUndecided(admin);
                producer.commitTransaction();
                assertThat(committed(clients)).isEqualTo(7);

                commitWithinTransaction(producer, 8);
                killed(broker);
                assertUndecided(admin);
                producer.abortTransaction();
                assertThat(committed(clients)).isEqualTo(7);
                killed(broker);
                assertThat(committed(clients)).isEqualTo(7);
            }
            assertThat(clients.readAll("target")).hasSize(2);
            broker.stopCleanly();
        }
    }

    private static void commitWithinTransaction(KafkaProducer<String, String> producer, long offset) {
        producer.beginTransaction();
        producer.send(new ProducerRecord<>("target", "k", "v" + offset));
        producer.sendOffsetsToTransaction(
                Map.of(SOURCE, new OffsetAndMetadata(offset)), new ConsumerGroupMetadata(GROUP));
        producer.flush();
    }

    private static void killed(PackagedBroker broker) throws Exception {
        broker.kill();
        broker.start();
    }

    /** Of what is committed the value is shown, of what is not, that there is none; of what is undecided nothing. */
    private static void assertUndecided(Admin admin) throws Exception {
        assertThat(admin.listConsumerGroupOffsets(
                                Map.of(GROUP, new ListConsumerGroupOffsetsSpec().topicPartitions(List.of(SOURCE))),
                                new ListConsumerGroupOffsetsOptions().requireStable(true))
                        .partitionsToOffsetAndMetadata(GROUP)
                        .get())
                .doesNotContainKey(SOURCE);
    }

    /** What is committed, once nothing is undecided. */
    private static long committed(Clients clients) {
        try (KafkaConsumer<String, String> consumer =
                clients.consumer(Map.of("group.id", GROUP, "isolation.level", "read_committed"))) {
            return consumer.committed(Set.of(SOURCE), DECIDED).get(SOURCE).offset();
        }
    }
}
