package gossip.core.transaction;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.broker.Records;
import gossip.api.metadata.MetadataStore;
import gossip.api.metadata.TopicImage;
import gossip.api.record.Codecs;
import gossip.core.topic.TransactionsTopic;
import gossip.core.transaction.StatePartition.Collaborators;
import gossip.core.transaction.StatePartition.Incarnation;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The partitions of the internal topic {@code __transaction_state} that this node leads. Those that exist at the start are
 * read in the background then, others at first use, and again after a write has failed. Thread-safe; never blocks.
 */
final class TransactionLog implements AutoCloseable {
    private final int brokerId;
    private final MetadataStore metadata;
    private final Records records;
    private final Codecs codecs;
    private final Collaborators collaborators;
    /** By partition number; replaced when the partition has to be read again. */
    private final Map<Integer, StatePartition> partitions = new ConcurrentHashMap<>();
    /** Its queue holds each partition at most once; the thread ends when it has nothing to do. */
    private final ThreadPoolExecutor loader =
            new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), TransactionLog::thread);

    private volatile boolean closed;

    TransactionLog(int brokerId, MetadataStore metadata, Records records, Codecs codecs, Collaborators collaborators) {
        this.brokerId = brokerId;
        this.metadata = metadata;
        this.records = records;
        this.codecs = codecs;
        this.collaborators = collaborators;
        loader.allowCoreThreadTimeOut(true);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "gossip-transaction-loader");
        thread.setDaemon(true);
        return thread;
    }

    /** Reads what this node leads; partitions that had to be given up are read again. */
    void loadAll() {
        topic().ifPresent(topic -> {
            for (int number = 0; number < topic.partitionCount(); number++) {
                if (topic.leader(number) == brokerId) {
                    partition(topic, number);
                }
            }
        });
    }

    Optional<TopicImage> topic() {
        return metadata.image().topic(TransactionsTopic.NAME);
    }

    static int leader(TopicImage topic, String transactionalId) {
        return topic.leader(TransactionsTopic.partitionOf(transactionalId, topic.partitionCount()));
    }

    /**
     * The partition of a transactional id, read or not.
     *
     * @throws BrokerException NOT_COORDINATOR if it is not led here, COORDINATOR_NOT_AVAILABLE at the end
     */
    StatePartition of(String transactionalId) {
        if (closed) {
            throw new BrokerException(ErrorCode.COORDINATOR_NOT_AVAILABLE, "the broker is shutting down");
        }
        TopicImage topic = topic().orElseThrow(() ->
                new BrokerException(ErrorCode.NOT_COORDINATOR, TransactionsTopic.NAME + " does not exist yet"));
        int number = TransactionsTopic.partitionOf(transactionalId, topic.partitionCount());
        if (topic.leader(number) != brokerId) {
            throw new BrokerException(
                    ErrorCode.NOT_COORDINATOR,
                    "transactional id '" + transactionalId + "' is coordinated by broker " + topic.leader(number));
        }
        return partition(topic, number);
    }

    /**
     * The partition of a transactional id, for requests.
     *
     * @throws BrokerException NOT_COORDINATOR, COORDINATOR_NOT_AVAILABLE or COORDINATOR_LOAD_IN_PROGRESS
     */
    StatePartition ready(String transactionalId) {
        StatePartition partition = of(transactionalId);
        if (!partition.isReady()) {
            throw new BrokerException(ErrorCode.COORDINATOR_LOAD_IN_PROGRESS, "transactions are being read; try again");
        }
        return partition;
    }

    /** The partitions that are read. */
    List<StatePartition> ready() {
        return partitions.values().stream().filter(StatePartition::isReady).toList();
    }

    boolean isLoading() {
        return partitions.values().stream().anyMatch(partition -> !partition.isReady());
    }

    private StatePartition partition(TopicImage topic, int number) {
        Incarnation id = new Incarnation(topic.partitionId(number), topic.leaderEpoch(number));
        StatePartition present = partitions.get(number);
        if (present != null && present.isUsableAs(id)) {
            return present;
        }
        return partitions.compute(number, (n, now) -> now != null && now.isUsableAs(id) ? now : replace(id, now));
    }

    private StatePartition replace(Incarnation id, @Nullable StatePartition old) {
        if (old != null) {
            old.close();
        }
        TopicPartition name =
                new TopicPartition(TransactionsTopic.NAME, id.partition().partition());
        StatePartition fresh = new StatePartition(id, name, new StateLane(records, name), collaborators);
        loader.execute(() -> fresh.load(new StateReader(records, codecs)));
        return fresh;
    }

    /** Lets time pass for all ids. */
    void tick(long nowMs) {
        Collection<StatePartition> present = ready();
        present.forEach(partition -> partition.tick(nowMs));
    }

    long countOpen() {
        return ready().stream()
                .flatMap(partition -> partition.runners().stream())
                .filter(runner -> runner.transaction()
                        .filter(transaction -> transaction.status() == TransactionStatus.ONGOING)
                        .isPresent())
                .count();
    }

    @Override
    public void close() {
        closed = true;
        loader.shutdownNow();
        partitions.values().forEach(StatePartition::close);
    }
}
