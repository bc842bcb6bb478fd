package gossip.tests.frames;

import static org.assertj.core.api.Assertions.assertThat;

import gossip.tests.packaged.Clients;
import gossip.tests.packaged.Installation;
import gossip.tests.packaged.PackagedBroker;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Garbage on the wire closes the connection that it came on, and nothing else. */
class MalformedFramesIT {
    private static final long SEED = Long.getLong("gossip.frames.seed", new Random().nextLong());
    private static final int CONNECTIONS = Integer.getInteger("gossip.frames.connections", 400);
    private static final int CLOSED_WITHIN_MS = 10_000;

    @TempDir
    private Path dataDir;

    private final Random random = new Random(SEED);

    @Test
    void garbageHarmsNobodyElse() throws Exception {
        System.out.println("gossip.frames.seed=" + SEED);
        try (PackagedBroker broker =
                PackagedBroker.of(Installation.withRuntime(), dataDir).start()) {
            Clients clients = Clients.of(broker);
            clients.createTopic("unharmed", 2, Map.of());
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            try (KafkaProducer<String, String> producer =
                    clients.producer(Map.of("enable.idempotence", false, "retries", 0))) {
                for (int i = 0; i < CONNECTIONS; i++) {
                    sent.add(producer.send(new ProducerRecord<>("unharmed", i % 2, "k", "v" + i)));
                    throwAt(broker.port(), Garbage.values()[i % Garbage.values().length]);
                }
            }

            for (Future<RecordMetadata> one : sent) {
                one.get();
            }
            assertThat(clients.readAll("unharmed"))
                    .extracting(ConsumerRecord::value)
                    .hasSize(CONNECTIONS)
                    .doesNotHaveDuplicates();
            broker.expectRunning();
            assertThat(broker.output()).contains("closing the connection").doesNotContain("\tat ");
            broker.stopCleanly();
        } catch (AssertionError e) {
            throw new AssertionError("with -Dgossip.frames.seed=" + SEED + ": " + e.getMessage(), e);
        }
    }

    private void throwAt(int port, Garbage garbage) throws IOException {
        byte[] bytes = garbage.bytes(random);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(garbage.isComplete() ? CLOSED_WITHIN_MS : 1);
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
            readToEnd(socket.getInputStream());
        } catch (SocketTimeoutException e) {
            assertThat(garbage.isComplete())
                    .as("still open %s ms after %s of %s bytes", CLOSED_WITHIN_MS, garbage, bytes.length)
                    .isFalse();
        } catch (SocketException e) {
            assertThat(e).hasMessageMatching("(?i).*(reset|broken pipe).*");
        }
    }

    private static void readToEnd(InputStream in) throws IOException {
        byte[] buffer = new byte[1024];
        int count = in.read(buffer);
        while (count >= 0) {
            count = in.read(buffer);
        }
    }
}
