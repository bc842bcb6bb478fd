package gossip.core;

import gossip.api.BrokerException;
import gossip.api.Endpoint;
import gossip.api.broker.Broker;
import gossip.api.network.DoorSettings;
import gossip.api.record.Header;
import gossip.api.record.NewRecord;
import gossip.api.record.StoredRecord;
import gossip.core.boot.BrokerNode;
import gossip.core.boot.NodePlan;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * A broker inside this program. It is the same broker that runs as a process, on the same files, and serves Kafka clients too
 * where the Kafka plugin is on the path.
 *
 * <pre>{@code
 * try (var gossip = Gossip.start(GossipConfig.in(Path.of("data")))) {
 *     gossip.createTopic("greetings", 1);
 *     gossip.produce("greetings", "alice", "hello");
 *     for (StoredRecord record : gossip.consume("greetings", 0, 0, 100)) {
 *         System.out.println(record.offset() + " " + Gossip.text(record.value()));
 *     }
 * }
 * }</pre>
 *
 * <p>The methods of this class block, and are thread-safe. They are meant for tests and small programs; {@link #broker} gives
 * the port that protocols use, which does not block and takes whole batches.
 */
public final class Gossip implements AutoCloseable {
    private final BrokerNode node;
    private final DirectClient client;

    private Gossip(BrokerNode node) {
        this.node = node;
        this.client = new DirectClient(node.broker());
    }

    /**
     * Starts a broker, and waits until it serves.
     *
     * @param config what to start
     * @return the running broker; to be closed
     * @throws StartException if it cannot start; the message says why, and nothing is left running
     */
    public static Gossip start(GossipConfig config) {
        return new Gossip(BrokerNode.start(NodePlan.of(config.sources(), config.plugins())));
    }

    /**
     * The version of the broker.
     *
     * @return such as {@code 0.1.0}
     */
    public static String version() {
        return Version.TEXT;
    }

    /**
     * Creates a topic with default settings.
     *
     * @param name topic name
     * @param partitionCount how many partitions
     * @throws BrokerException TOPIC_ALREADY_EXISTS, or whatever else the broker refuses
     */
    public void createTopic(String name, int partitionCount) {
        createTopic(name, partitionCount, Map.of());
    }

    /**
     * Creates a topic.
     *
     * @param name topic name
     * @param partitionCount how many partitions
     * @param configs overrides of topic settings, such as {@code retention.ms}
     * @throws BrokerException TOPIC_ALREADY_EXISTS, or whatever else the broker refuses
     */
    public void createTopic(String name, int partitionCount, Map<String, String> configs) {
        client.createTopic(name, partitionCount, configs);
    }

    /**
     * Writes a record of text, with the present time, to the partition that Kafka's producer would choose for the key. When
     * this returns, the record is as durable as its topic asks for.
     *
     * @param topic topic name
     * @param key becomes UTF-8
     * @param value becomes UTF-8
     * @return where it was written
     * @throws BrokerException if the broker refuses
     */
    public Written produce(String topic, String key, String value) {
        NewRecord record = NewRecord.of(System.currentTimeMillis(), key, value);
        return produce(topic, client.partitionFor(topic, record), List.of(record));
    }

    /**
     * Writes records as one batch. When this returns, they are as durable as their topic asks for.
     *
     * @param topic topic name
     * @param partition partition number
     * @param records at least one
     * @return where the first was written; the others follow it
     * @throws BrokerException if the broker refuses
     */
    public Written produce(String topic, int partition, List<NewRecord> records) {
        return client.produce(topic, partition, records);
    }

    /**
     * Reads records, waiting up to a second for the first.
     *
     * @param topic topic name
     * @param partition partition number
     * @param offset first offset wanted
     * @param maxRecords the most records to return
     * @return in order; empty if there is none yet; their buffers belong to the caller
     * @throws BrokerException OFFSET_OUT_OF_RANGE, or whatever else the broker refuses
     */
    public List<StoredRecord> consume(String topic, int partition, long offset, int maxRecords) {
        return consume(topic, partition, offset, maxRecords, Duration.ofSeconds(1));
    }

    /**
     * Reads records.
     *
     * @param topic topic name
     * @param partition partition number
     * @param offset first offset wanted
     * @param maxRecords the most records to return
     * @param maxWait how long to wait for the first
     * @return in order; empty if there was none in time; their buffers belong to the caller
     * @throws BrokerException OFFSET_OUT_OF_RANGE, or whatever else the broker refuses
     */
    public List<StoredRecord> consume(String topic, int partition, long offset, int maxRecords, Duration maxWait) {
        return client.consume(topic, partition, offset, maxRecords, maxWait);
    }

    /**
     * The text of a key, a value or a {@link Header}'s value.
     *
     * @param bytes UTF-8, if there are any
     * @return empty text where there are none
     */
    public static String text(Optional<ByteBuffer> bytes) {
        return bytes.map(buffer ->
                        StandardCharsets.UTF_8.decode(buffer.duplicate()).toString())
                .orElse("");
    }

    /**
     * What Kafka clients are given as {@code bootstrap.servers}.
     *
     * @return host:port, several separated by commas
     * @throws IllegalStateException if no plugin serves clients
     */
    public String bootstrapServers() {
        StringJoiner servers = new StringJoiner(",");
        for (Endpoint endpoint : node.endpoints()) {
            if (!DoorSettings.NAMES.contains(endpoint.listener())) {
                servers.add(endpoint.toString());
            }
        }
        if (servers.length() == 0) {
            throw new IllegalStateException("no network server is installed; put gossip.plugins.kafka on the path");
        }
        return servers.toString();
    }

    /**
     * Where clients connect.
     *
     * @return one for each listener, those for other clients than Kafka's too
     */
    public List<Endpoint> endpoints() {
        return node.endpoints();
    }

    /**
     * The port that protocols use.
     *
     * @return thread-safe; never blocks
     */
    public Broker broker() {
        return node.broker();
    }

    /**
     * Directory of the broker's files.
     *
     * @return absolute
     */
    public Path dataDir() {
        return node.dataDir();
    }

    /**
     * Stops in an orderly way. Closing twice has no further effect.
     *
     * @throws IllegalStateException if something could not be flushed; the next start then recovers
     */
    @Override
    public void close() {
        node.close();
    }
}
