package gossip.tests.crash;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import gossip.tests.packaged.Clients;
import gossip.tests.packaged.Installation;
import gossip.tests.packaged.PackagedBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.JoinWindows;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.StreamJoined;
import org.apache.kafka.streams.kstream.TimeWindows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An application of Kafka Streams sums up orders and joins them with their payments, exactly once, while the broker is killed
 * with {@code kill -9} and, each time it is back, a thread of the application dies between a result and its commit: the
 * results are what the orders imply, none missing and none twice.
 */
class StreamsExactlyOnceIT {
    private static final int KILLS = 2;
    private static final int PARTITIONS = 3;
    private static final int BACKLOG = 2_000;
    private static final int SALES_BETWEEN_KILLS = 1_000;
    private static final long WINDOW_MS = 1_000;
    private static final Duration GRACE = Duration.ofDays(1);
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    private Path dir;

    private final long epochMs = System.currentTimeMillis() / WINDOW_MS * WINDOW_MS;
    private final StagedFailure stagedFailure = new StagedFailure();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final List<ConsumerRecord<String, String>> sales = new ArrayList<>();
    private final List<ConsumerRecord<String, String>> receipts = new ArrayList<>();
    private int fed;

    @Test
    void resultsAreWhatTheInputImpliesWheneverTheBrokerIsKilledAndAThreadDies() {
        try (PackagedBroker broker = PackagedBroker.of(Installation.withRuntime(), dir.resolve("broker"))
                .set("storage.checkpoint_interval", "1s")
                .start()) {
            Clients clients = Clients.of(broker);
            for (String topic : List.of("orders", "payments", "sales", "receipts")) {
                clients.createTopic(topic, PARTITIONS, Map.of());
            }
            KafkaStreams streams = new KafkaStreams(topology(), properties(broker));
            streams.setUncaughtExceptionHandler(this::failed);
            try {
                streams.start();
                feedAndKill(broker, clients);
                assertThat(streams.close(LIMIT)).as("did it stop in time").isTrue();
            } finally {
                streams.close(Duration.ofSeconds(5));
            }
            verify(clients);
            broker.stopCleanly();
        }
    }

    private void feedAndKill(PackagedBroker broker, Clients clients) {
        try (KafkaProducer<String, String> producer = clients.producer(Map.of("delivery.timeout.ms", 120_000));
                KafkaConsumer<String, String> consumer = clients.consumer(Map.of("isolation.level", "read_committed"));
                Admin admin = clients.admin()) {
            consumer.assign(partitions("sales", "receipts"));
            for (int kill = 0; kill < KILLS; kill++) {
                int wanted = sales.size() + SALES_BETWEEN_KILLS;
                await(broker, consumer, () -> {
                    feed(producer, Math.min(100, sales.size() + BACKLOG - fed));
                    return sales.size() >= wanted && isTransactionOpen(admin);
                });
                broker.kill();
                broker.launch();
                feed(producer, BACKLOG); // which the producer keeps until the broker is there again
                broker.awaitReady();
                stagedFailure.arm();
                int deaths = kill + 1;
                await(broker, consumer, () -> stagedFailure.deaths() == deaths);
            }
            producer.flush();
            await(broker, consumer, () -> sales.size() >= fed && receipts.size() >= paid());
        }
    }

    private StreamThreadExceptionResponse failed(Throwable thrown) {
        if (StagedFailure.isCauseOf(thrown)) {
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        }
        failure.compareAndSet(null, thrown);
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }

    private Properties properties(PackagedBroker broker) {
        Properties properties = new Properties();
        // threads that die do not leave the group: it waits for them as long as this
        properties.put(StreamsConfig.consumerPrefix("session.timeout.ms"), 6_000);
        properties.put(StreamsConfig.consumerPrefix("heartbeat.interval.ms"), 1_000);
        properties.putAll(Map.of(
                StreamsConfig.APPLICATION_ID_CONFIG,
                "shop",
                StreamsConfig.BOOTSTRAP_SERVERS_CONFIG,
                broker.bootstrap(),
                StreamsConfig.STATE_DIR_CONFIG,
                dir.resolve("state").toString(),
                StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
                StreamsConfig.EXACTLY_ONCE_V2,
                StreamsConfig.COMMIT_INTERVAL_MS_CONFIG,
                100,
                StreamsConfig.NUM_STREAM_THREADS_CONFIG,
                2,
                StreamsConfig.REPARTITION_PURGE_INTERVAL_MS_CONFIG,
                1_000,
                // without a cache each order has a result of its own
                StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG,
                0,
                StreamsConfig.consumerPrefix("max.poll.records"),
                100,
                "reconnect.backoff.max.ms",
                200));
        return properties;
    }

    private Topology topology() {
        StreamsBuilder builder = new StreamsBuilder();
        Consumed<String, String> text = Consumed.with(Serdes.String(), Serdes.String());
        KStream<String, String> orders = builder.stream("orders", text).processValues(stagedFailure);
        orders.groupByKey()
                .windowedBy(TimeWindows.ofSizeAndGrace(Duration.ofMillis(WINDOW_MS), GRACE))
                .aggregate(
                        () -> 0,
                        (customer, order, sum) -> sum + Order.parse(order).amount(),
                        Materialized.with(Serdes.String(), Serdes.Integer()))
                .toStream((window, sum) -> window.key() + "@" + window.window().start())
                .mapValues(String::valueOf)
                .to("sales", Produced.with(Serdes.String(), Serdes.String()));
        // the new key takes them through a topic of the application's own
        orders.selectKey((customer, order) -> order)
                .join(
                        builder.stream("payments", text),
                        StreamsExactlyOnceIT::receipt,
                        JoinWindows.ofTimeDifferenceAndGrace(Duration.ofSeconds(10), GRACE),
                        StreamJoined.with(Serdes.String(), Serdes.String(), Serdes.String()))
                .to("receipts", Produced.with(Serdes.String(), Serdes.String()));
        return builder.build();
    }

    private static String receipt(String order, String payment) {
        return order + " by " + payment;
    }

    private void feed(KafkaProducer<String, String> producer, int count) {
        for (int end = fed + count; fed < end; fed++) {
            assertThat(failure.get()).isNull();
            Order order = new Order(fed);
            send(producer, "orders", order.placedMs(), order.customer(), order.text());
            if (order.isPaid()) {
                send(producer, "payments", order.paidMs(), order.text(), order.payment());
            }
        }
    }

    private void send(KafkaProducer<String, String> producer, String topic, long atMs, String key, String value) {
        producer.send(new ProducerRecord<>(topic, null, epochMs + atMs, key, value), (sent, thrown) -> {
            if (thrown != null) {
                failure.compareAndSet(null, thrown);
            }
        });
    }

    private void await(PackagedBroker broker, KafkaConsumer<String, String> consumer, BooleanSupplier condition) {
        long deadlineNanos = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            broker.expectRunning();
            assertThat(failure.get()).isNull();
            assertThat(System.nanoTime())
                    .as("%s sums and %s receipts of %s orders", sales.size(), receipts.size(), fed)
                    .isLessThan(deadlineNanos);
            consumer.poll(Duration.ofMillis(50))
                    .forEach(result -> (result.topic().equals("sales") ? sales : receipts).add(result));
        }
    }

    /** Whether there are results that no transaction has decided on yet. */
    private static boolean isTransactionOpen(Admin admin) {
        return ends(admin, IsolationLevel.READ_COMMITTED) < ends(admin, IsolationLevel.READ_UNCOMMITTED);
    }

    private static long ends(Admin admin, IsolationLevel isolation) {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        partitions("sales", "receipts").forEach(partition -> latest.put(partition, OffsetSpec.latest()));
        return Clients.await(admin.listOffsets(latest, new ListOffsetsOptions(isolation))
                        .all())
                .values()
                .stream()
                .mapToLong(ListOffsetsResultInfo::offset)
                .sum();
    }

    private static List<TopicPartition> partitions(String... topics) {
        return List.of(topics).stream()
                .flatMap(topic -> IntStream.range(0, PARTITIONS).mapToObj(index -> new TopicPartition(topic, index)))
                .toList();
    }

    private long paid() {
        return orders().stream().filter(Order::isPaid).count();
    }

    private List<Order> orders() {
        return IntStream.range(0, fed).mapToObj(Order::new).toList();
    }

    private void verify(Clients clients) {
        System.out.println(fed + " orders, " + sales.size() + " sums, " + receipts.size() + " receipts");
        Map<String, List<String>> wanted =
                orders().stream().collect(groupingBy(Order::customer, mapping(Order::text, toList())));
        expectEqual("orders", clients.readAll("orders"), wanted);
        expectEqual("sales as they came", sales, expectedSales());
        expectEqual("sales", committed(clients, "sales"), expectedSales());
        expectEqual("receipts as they came", receipts, expectedReceipts());
        expectEqual("receipts", committed(clients, "receipts"), expectedReceipts());
    }

    private static List<ConsumerRecord<String, String>> committed(Clients clients, String topic) {
        try (KafkaConsumer<String, String> consumer = clients.consumer(Map.of("isolation.level", "read_committed"))) {
            return Clients.readAll(consumer, topic);
        }
    }

    /** The sum of a customer's orders in a window, after each of them. */
    private Map<String, List<String>> expectedSales() {
        Map<String, Integer> sums = new HashMap<>();
        Map<String, List<String>> expected = new HashMap<>();
        for (Order order : orders()) {
            String window = order.customer() + "@" + (epochMs + order.placedMs() / WINDOW_MS * WINDOW_MS);
            int sum = sums.merge(window, order.amount(), Integer::sum);
            expected.computeIfAbsent(window, key -> new ArrayList<>()).add(String.valueOf(sum));
        }
        return expected;
    }

    private Map<String, List<String>> expectedReceipts() {
        return orders().stream()
                .filter(Order::isPaid)
                .collect(groupingBy(Order::text, mapping(order -> receipt(order.text(), order.payment()), toList())));
    }

    private static void expectEqual(
            String what, List<ConsumerRecord<String, String>> records, Map<String, List<String>> expected) {
        Map<String, List<String>> actual =
                records.stream().collect(groupingBy(ConsumerRecord::key, mapping(ConsumerRecord::value, toList())));
        TreeSet<String> keys = new TreeSet<>(expected.keySet());
        keys.addAll(actual.keySet());
        assertThat(keys.stream()
                        .filter(key -> !expected.getOrDefault(key, List.of()).equals(actual.get(key)))
                        .limit(20)
                        .map(key -> key + ": " + actual.get(key) + " instead of " + expected.get(key)))
                .as(what)
                .isEmpty();
    }
}
