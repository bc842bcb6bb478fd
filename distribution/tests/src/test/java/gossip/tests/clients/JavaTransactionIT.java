package gossip.tests.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gossip.tests.packaged.Clients;
import gossip.tests.packaged.PackagedBroker;
import gossip.tests.packaged.SharedBroker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Transactions of Kafka's Java client. */
@ExtendWith(SharedBroker.class)
class JavaTransactionIT {
    private Clients clients;

    @BeforeEach
    void connect(PackagedBroker broker) {
        clients = Clients.of(broker);
    }

    private KafkaProducer<String, String> producer(String transactionalId, int timeoutMs) {
        KafkaProducer<String, String> producer = clients.producer(Map.of(
                "transactional.id", transactionalId, "transaction.timeout.ms", timeoutMs, "max.block.ms", 20_000));
        producer.initTransactions();
        return producer;
    }

    private List<String> committed(String topic) {
        try (KafkaConsumer<String, String> consumer = clients.consumer(Map.of("isolation.level", "read_committed"))) {
            return Clients.readAll(consumer, topic).stream()
                    .map(ConsumerRecord::value)
                    .toList();
        }
    }

    private long stableEnd(Admin admin, TopicPartition partition) throws Exception {
        return admin.listOffsets(
                        Map.of(partition, OffsetSpec.latest()), new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                .partitionResult(partition)
                .get()
                .offset();
    }

    @Test
    void onlyCommittedTransactionsAreSeen() {
        String topic = clients.createTopic("tx-outcomes", 1, Map.of());
        try (KafkaProducer<String, String> producer = producer("tx-outcomes", 60_000)) {
            for (int i = 0; i < 20; i++) {
                producer.beginTransaction();
                producer.send(new ProducerRecord<>(topic, "k", "a" + i));
                producer.send(new ProducerRecord<>(topic, "k", "b" + i));
                if (i % 2 == 0) {
                    producer.commitTransaction();
                } else {
                    producer.flush();
                    producer.abortTransaction();
                }
            }
        }
        assertThat(committed(topic))
                .hasSize(20)
                .contains("a0", "b0", "a18", "b18")
                .doesNotContain("a1", "b19");
        assertThat(clients.readAll(topic)).hasSize(40);
    }

    @Test
    void newProducerFencesTheOldOne() {
        String topic = clients.createTopic("tx-fencing", 1, Map.of());
        try (KafkaProducer<String, String> old = producer("tx-fencing", 60_000)) {
            old.beginTransaction();
            old.send(new ProducerRecord<>(topic, "k", "lost"));
            old.flush();
            try (KafkaProducer<String, String> fresh = producer("tx-fencing", 60_000)) {
                fresh.beginTransaction();
                fresh.send(new ProducerRecord<>(topic, "k", "kept"));
                fresh.commitTransaction();
                assertThatThrownBy(old::commitTransaction).isInstanceOf(KafkaException.class);
            }
        }
        assertThat(committed(topic)).containsExactly("kept");
    }

    @Test
    void transactionThatIsOpenForTooLongIsAborted() throws Exception {
        String topic = clients.createTopic("tx-timeout", 1, Map.of());
        TopicPartition partition = new TopicPartition(topic, 0);
        try (KafkaProducer<String, String> producer = producer("tx-timeout", 1_000);
                Admin admin = clients.admin()) {
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(topic, "k", "late"));
            producer.flush();
            assertThat(stableEnd(admin, partition)).isZero();
            long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (stableEnd(admin, partition) == 0 && System.nanoTime() < deadline) {
                Thread.onSpinWait();
            }
            assertThat(stableEnd(admin, partition)).isEqualTo(2);
            assertThatThrownBy(producer::commitTransaction).isInstanceOf(KafkaException.class);
        }
        assertThat(committed(topic)).isEmpty();
    }

    @Test
    void offsetsAreCommittedWithTheTransaction() throws Exception {
        String source = clients.createTopic("tx-source", 1, Map.of());
        String target = clients.createTopic("tx-target", 1, Map.of());
        TopicPartition partition = new TopicPartition(source, 0);
        try (KafkaProducer<String, String> plain = clients.producer(Map.of())) {
            for (int i = 0; i < 10; i++) {
                plain.send(new ProducerRecord<>(source, "k", "v" + i));
            }
        }
        try (KafkaProducer<String, String> producer = producer("tx-transform", 60_000);
                KafkaConsumer<String, String> consumer =
                        clients.consumer(Map.of("group.id", "tx-group", "isolation.level", "read_committed"));
                Admin admin = clients.admin()) {
            consumer.subscribe(List.of(source));
            List<ConsumerRecord<String, String>> read = Clients.poll(consumer, 10);
            for (boolean commit : new boolean[] {false, true}) {
                producer.beginTransaction();
                read.forEach(record -> producer.send(new ProducerRecord<>(target, record.key(), record.value())));
                producer.sendOffsetsToTransaction(
                        Map.of(partition, new OffsetAndMetadata(10)), consumer.groupMetadata());
                producer.flush();
                assertThat(admin.listConsumerGroupOffsets("tx-group")
                                .partitionsToOffsetAndMetadata()
                                .get()
                                .get(partition))
                        .isNull();
                if (commit) {
                    producer.commitTransaction();
                } else {
                    producer.abortTransaction();
                }
            }
            assertThat(consumer.committed(Set.of(partition)).get(partition).offset())
                    .isEqualTo(10);
        }
        assertThat(committed(target)).hasSize(10);
    }

    @Test
    void transactionsAreListedDescribedAndAbortedByAnOperator() throws Exception {
        String topic = clients.createTopic("tx-operator", 1, Map.of());
        TopicPartition partition = new TopicPartition(topic, 0);
        try (KafkaProducer<String, String> producer = producer("tx-operator", 600_000);
                Admin admin = clients.admin()) {
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(topic, "k", "hanging"));
            producer.flush();
            assertThat(admin.listTransactions().all().get())
                    .anySatisfy(listing -> assertThat(listing.transactionalId()).isEqualTo("tx-operator"));
            var described = admin.describeTransactions(List.of("tx-operator"))
                    .description("tx-operator")
                    .get();
            assertThat(described.state()).isEqualTo(TransactionState.ONGOING);
            assertThat(described.topicPartitions()).containsExactly(partition);
            ProducerState state = admin.describeProducers(List.of(partition))
                    .partitionResult(partition)
                    .get()
                    .activeProducers()
                    .getFirst();
            assertThat(state.currentTransactionStartOffset()).hasValue(0);
            admin.abortTransaction(
                            new AbortTransactionSpec(partition, state.producerId(), (short) state.producerEpoch(), 0))
                    .all()
                    .get();
            assertThat(stableEnd(admin, partition)).isEqualTo(2);
        }
        assertThat(committed(topic)).isEmpty();
    }

    @Test
    void waitingConsumerIsWokenByTheCommit() {
        String topic = clients.createTopic("tx-waiting", 1, Map.of());
        try (KafkaProducer<String, String> producer = producer("tx-waiting", 60_000);
                KafkaConsumer<String, String> consumer =
                        clients.consumer(Map.of("isolation.level", "read_committed", "fetch.max.wait.ms", 30_000))) {
            consumer.assign(List.of(new TopicPartition(topic, 0)));
            consumer.seekToBeginning(consumer.assignment());
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(topic, "k", "v"));
            producer.flush();
            ConsumerRecords<String, String> before = consumer.poll(Duration.ofMillis(300));
            assertThat(before.isEmpty()).isTrue();
            producer.commitTransaction();
            long begun = System.nanoTime();
            assertThat(Clients.poll(consumer, 1))
                    .extracting(ConsumerRecord::value)
                    .containsExactly("v");
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
        }
    }
}
