package gossip.tests.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import gossip.plugins.grpc.v1.ConsumeRequest;
import gossip.plugins.grpc.v1.ConsumeResponse;
import gossip.plugins.grpc.v1.ConsumerGrpc;
import gossip.plugins.grpc.v1.Edge;
import gossip.plugins.grpc.v1.GroupRequest;
import gossip.plugins.grpc.v1.GroupResponse;
import gossip.plugins.grpc.v1.JoinGroup;
import gossip.plugins.grpc.v1.NewRecord;
import gossip.plugins.grpc.v1.ProduceRequest;
import gossip.plugins.grpc.v1.ProduceResult;
import gossip.plugins.grpc.v1.ProducerGrpc;
import gossip.plugins.grpc.v1.Record;
import gossip.plugins.grpc.v1.Source;
import gossip.plugins.grpc.v1.Start;
import gossip.tests.packaged.Clients;
import gossip.tests.packaged.Installation;
import gossip.tests.packaged.PackagedBroker;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gRPC door with generated Java stubs, together with Kafka's clients, and with clients that behave badly. */
class GrpcJavaIT {
    private static final int STREAMS = Integer.getInteger("gossip.grpc.streams", 3_000);
    private static final Start EARLIEST =
            Start.newBuilder().setEdge(Edge.EDGE_EARLIEST).build();

    @TempDir
    private Path dataDir;

    private PackagedBroker broker;
    private Clients clients;
    private ManagedChannel channel;

    @BeforeEach
    void start() {
        broker = PackagedBroker.of(Installation.withRuntime(), dataDir).start();
        clients = Clients.of(broker);
        channel = channel();
    }

    @AfterEach
    void stop() {
        channel.shutdownNow();
        broker.close();
    }

    @Test
    void keysGoWhereKafkasProducerSendsThem() throws Exception {
        clients.createTopic("t", 7, Map.of());
        ProduceRequest.Builder request = ProduceRequest.newBuilder().setTopic("t");
        for (int i = 0; i < 200; i++) {
            request.addRecords(NewRecord.newBuilder()
                    .setKey(ByteString.copyFromUtf8("key-" + i))
                    .setValue(ByteString.copyFromUtf8("grpc")));
        }

        List<ProduceResult> results = producer().produce(request.build()).getResultsList();

        try (KafkaProducer<String, String> kafka = clients.producer(Map.of())) {
            for (int i = 0; i < 200; i++) {
                assertThat(results.get(i).getPartition())
                        .isEqualTo(kafka.send(new ProducerRecord<>("t", "key-" + i, "kafka"))
                                .get()
                                .partition());
            }
        }
        assertThat(readAll("t")).hasSize(400);
    }

    @Test
    void acknowledgedRecordsSurviveAKill() {
        clients.createTopic("t", 1, Map.of());
        for (int i = 0; i < 50; i++) {
            assertThat(producer().produce(request("t", "v" + i)).getResults(0).hasProblem())
                    .isFalse();
        }
        broker.kill();
        broker.start();
        channel.shutdownNow();
        channel = channel();

        assertThat(readAll("t"))
                .extracting(record -> record.getValue().toStringUtf8())
                .hasSize(50)
                .endsWith("v49");
    }

    @Test
    void sharesAGroupWithKafkasConsumer() {
        clients.createTopic("t", 4, Map.of());
        Set<Integer> seen = ConcurrentHashMap.newKeySet();
        Set<Integer> assigned = ConcurrentHashMap.newKeySet();
        StreamObserver<GroupRequest> requests = ConsumerGrpc.newStub(channel).join(new Quiet<>() {
            @Override
            public void onNext(GroupResponse response) {
                response.getConsumed().getRecordsList().forEach(record -> seen.add(record.getPartition()));
                if (response.hasAssigned()) {
                    assigned.clear();
                    response.getAssigned().getPartitionsList().forEach(one -> assigned.add(one.getPartition()));
                }
            }
        });
        requests.onNext(GroupRequest.newBuilder()
                .setJoin(JoinGroup.newBuilder()
                        .setGroup("g")
                        .addTopics("t")
                        .setStart(EARLIEST)
                        .setAutoCommit(true))
                .build());
        Set<Integer> ofKafka = new HashSet<>();
        try (KafkaConsumer<String, String> consumer =
                clients.consumer(Map.of("group.id", "g", "group.protocol", "consumer"))) {
            consumer.subscribe(List.of("t"));
            until(Duration.ofSeconds(60), () -> {
                consumer.poll(Duration.ofMillis(200));
                return consumer.assignment().size() == 2 && assigned.size() == 2;
            });
            consumer.assignment().forEach(one -> ofKafka.add(one.partition()));
            assertThat(ofKafka).doesNotContainAnyElementsOf(assigned);
            for (int i = 0; i < 4; i++) {
                producer()
                        .produce(ProduceRequest.newBuilder()
                                .setTopic("t")
                                .addRecords(
                                        NewRecord.newBuilder().setPartition(i).setValue(ByteString.copyFromUtf8("v")))
                                .build());
            }
            Set<Integer> read = new HashSet<>();
            until(Duration.ofSeconds(60), () -> {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
                    read.add(record.partition());
                }
                return read.size() + seen.size() == 4;
            });
            assertThat(read).isEqualTo(ofKafka);
        }
        requests.onCompleted();
    }

    @Test
    void slowReadersHoldBoundedMemory() throws Exception {
        clients.createTopic("big", 1, Map.of());
        try (KafkaProducer<String, String> kafka = clients.producer(Map.of())) {
            for (int i = 0; i < 20_000; i++) {
                kafka.send(new ProducerRecord<>("big", "k", "x".repeat(1_000)));
            }
        }
        long before = residentKb();
        List<ClientCall<ConsumeRequest, ConsumeResponse>> slow = new ArrayList<>();
        List<ManagedChannel> channels = new ArrayList<>();
        AtomicInteger answers = new AtomicInteger();
        for (int i = 0; i < 1_000; i++) {
            if (i % 500 == 0) {
                channels.add(channel());
            }
            ClientCall<ConsumeRequest, ConsumeResponse> call =
                    channels.getLast().newCall(ConsumerGrpc.getConsumeMethod(), CallOptions.DEFAULT);
            call.start(
                    new ClientCall.Listener<>() {
                        @Override
                        public void onMessage(ConsumeResponse response) {
                            answers.incrementAndGet();
                        }
                    },
                    new Metadata());
            // one answer is taken, and never another
            call.request(1);
            call.sendMessage(consume("big"));
            call.halfClose();
            slow.add(call);
        }
        until(Duration.ofSeconds(60), () -> answers.get() == 1_000);

        assertThat(producer()
                        .produce(request("big", "still served"))
                        .getResults(0)
                        .hasProblem())
                .isFalse();
        assertThat(residentKb() - before).as("KB for 1000 slow readers").isLessThan(250_000);
        System.out.println("1000 slow readers took " + (residentKb() - before) + " KB");
        slow.forEach(call -> call.cancel("over", null));
        channels.forEach(ManagedChannel::shutdownNow);
        broker.expectRunning();
    }

    @Test
    void thousandsOfStreamsAreServed() {
        clients.createTopic("t", 1, Map.of());
        List<ManagedChannel> channels = new ArrayList<>();
        AtomicInteger answers = new AtomicInteger();
        for (int i = 0; i < STREAMS; i++) {
            if (i % 500 == 0) {
                channels.add(channel());
            }
            ConsumerGrpc.newStub(channels.getLast()).consume(consume("t"), new Quiet<>() {
                @Override
                public void onNext(ConsumeResponse response) {
                    answers.addAndGet(response.getRecordsCount());
                }
            });
        }

        producer().produce(request("t", "for all"));

        until(Duration.ofSeconds(60), () -> answers.get() == STREAMS);
        channels.forEach(ManagedChannel::shutdownNow);
        assertThat(readAll("t")).hasSize(1);
    }

    @Test
    void garbageHarmsNobodyElse() throws Exception {
        clients.createTopic("t", 1, Map.of());
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            throwAt(garbage(random, i));
            if (i % 20 == 0) {
                producer().produce(request("t", "v" + i));
            }
        }

        assertThat(readAll("t")).hasSize(10);
        assertThat(clients.readAll("t")).hasSize(10);
    }

    private static byte[] garbage(Random random, int kind) {
        byte[] noise = new byte[random.nextInt(2_000)];
        random.nextBytes(noise);
        byte[] preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        byte[] head = switch (kind % 4) {
            case 0 -> new byte[0];
            case 1 -> preface;
            // SETTINGS, then a frame that claims 16 MB
            case 2 -> joined(preface, new byte[] {0, 0, 0, 4, 0, 0, 0, 0, 0, -1, -1, -1, 0, 0, 0, 0, 0, 1});
            default -> "POST /gossip.v1.Producer/Produce HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        };
        return joined(head, noise);
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] joined = new byte[first.length + second.length];
        System.arraycopy(first, 0, joined, 0, first.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }

    private void throwAt(byte[] bytes) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(bytes);
            socket.shutdownOutput();
            socket.getInputStream().readAllBytes();
        } catch (SocketException e) {
            // reset: the broker did not wait for the rest
            assertThat(e.getMessage()).containsAnyOf("reset", "Broken pipe");
        }
    }

    private int port() {
        return Integer.parseInt(broker.grpc().substring(broker.grpc().lastIndexOf(':') + 1));
    }

    private ManagedChannel channel() {
        return NettyChannelBuilder.forTarget(broker.grpc()).usePlaintext().build();
    }

    private ProducerGrpc.ProducerBlockingStub producer() {
        return ProducerGrpc.newBlockingStub(channel).withDeadlineAfter(30, TimeUnit.SECONDS);
    }

    private static ProduceRequest request(String topic, String value) {
        return ProduceRequest.newBuilder()
                .setTopic(topic)
                .addRecords(NewRecord.newBuilder().setValue(ByteString.copyFromUtf8(value)))
                .build();
    }

    private static ConsumeRequest consume(String topic) {
        return ConsumeRequest.newBuilder()
                .addSources(Source.newBuilder().setTopic(topic).setStart(EARLIEST))
                .build();
    }

    private List<Record> readAll(String topic) {
        List<Record> records = new ArrayList<>();
        ConsumerGrpc.newBlockingStub(channel)
                .withDeadlineAfter(30, TimeUnit.SECONDS)
                .consume(consume(topic).toBuilder().setUntilEnd(true).build())
                .forEachRemaining(response -> records.addAll(response.getRecordsList()));
        return records;
    }

    private long residentKb() throws IOException {
        return Files.readAllLines(Path.of("/proc", String.valueOf(broker.pid()), "status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    private static void until(Duration limit, BooleanSupplier condition) {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in " + limit).isLessThan(end);
            Thread.onSpinWait();
        }
    }

    /** Takes what comes; how a call ends is of no interest. */
    private abstract static class Quiet<T> implements StreamObserver<T> {
        @Override
        public void onError(Throwable failure) {
            // the test has seen what it wanted, or times out
        }

        @Override
        public void onCompleted() {
            // as above
        }
    }
}
