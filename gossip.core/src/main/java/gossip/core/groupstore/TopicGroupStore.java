package gossip.core.groupstore;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.broker.Broker;
import gossip.api.broker.Records.ProducerIdentity;
import gossip.api.broker.Records.ProducerTransaction;
import gossip.api.group.GroupStore;
import gossip.api.metadata.MetadataImage;
import gossip.api.metadata.TopicImage;
import gossip.api.metrics.Metrics;
import gossip.api.record.Codecs;
import gossip.core.groupstore.GroupPartition.Incarnation;
import gossip.core.topic.OffsetsTopic;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Keeps groups in the internal topic {@code __consumer_offsets}, and all of them in memory: offsets in Kafka's own layout, and
 * the entries of coordinators beside them. A write is acknowledged as durably as any record. Partitions that exist at the start are read in the background then,
 * others at first use.
 */
public final class TopicGroupStore implements GroupStore {
    private final InstantSource clock;
    private final Codecs codecs;
    private final Metrics.Counter skipped;
    /** By partition number; replaced when the topic is created anew. */
    private final Map<Integer, GroupPartition> partitions = new ConcurrentHashMap<>();
    /** Its queue holds each partition at most once; the thread ends when it has nothing to do. */
    private final ThreadPoolExecutor loader =
            new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), TopicGroupStore::thread);

    private Optional<Broker> broker = Optional.empty();
    private Listener listener = groups -> {};

    /**
     * Creates a store.
     *
     * @param clock stamps tombstones
     * @param codecs for batches that somebody has compressed
     * @param metrics where figures go
     */
    public TopicGroupStore(InstantSource clock, Codecs codecs, Metrics metrics) {
        this.clock = clock;
        this.codecs = codecs;
        this.skipped = metrics.counter(
                "gossip_group_records_skipped_total",
                "Records of the offsets topic that were not understood when they were read back.");
        metrics.gauge(
                "gossip_group_offsets",
                "Committed offsets that are held here, with those of transactions that are not decided yet.",
                this::offsetCount);
        loader.allowCoreThreadTimeOut(true);
    }

    @Override
    public synchronized void start(Broker started, Listener toTell) {
        broker = Optional.of(started);
        listener = toTell;
        topic().ifPresent(topic -> {
            for (int number = 0; number < topic.partitionCount(); number++) {
                if (leadsHere(topic, number)) {
                    partition(topic, number);
                }
            }
        });
    }

    @Override
    public CompletionStage<Void> load(String group) {
        Optional<TopicImage> topic = topic();
        if (topic.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        try {
            return of(topic.get(), group).loaded().copy();
        } catch (BrokerException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public Map<TopicPartition, Committed> offsets(String group) {
        return topic().map(topic -> ready(topic, group).table().offsets(group)).orElse(Map.of());
    }

    @Override
    public Usage usage(String group, Set<TopicPartition> partitionsOfGroup) {
        return topic().map(topic -> usage(ready(topic, group).table(), group, partitionsOfGroup))
                .orElse(new Usage(partitionsOfGroup.size(), 0, 0));
    }

    private Usage usage(GroupTable table, String group, Set<TopicPartition> partitionsOfGroup) {
        return new Usage(table.countAbsent(group, partitionsOfGroup), table.countOffsets(group), offsetCount());
    }

    /** Of all that is in memory; asked for with each commit. */
    private long offsetCount() {
        long count = 0;
        for (GroupPartition partition : partitions.values()) {
            count += partition.table().offsetCount();
        }
        return count;
    }

    @Override
    public Map<String, ByteBuffer> entries(String group) {
        return topic().map(topic -> ready(topic, group).entries(group)).orElse(Map.of());
    }

    @Override
    public CompletionStage<Void> write(String group, Changes changes) {
        try {
            return ready(group).write(group, changes);
        } catch (BrokerException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public CompletionStage<Void> delete(String group) {
        try {
            return ready(group).delete(group);
        } catch (BrokerException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public CompletionStage<Void> writeInTransaction(
            String group,
            ProducerIdentity producer,
            ProducerTransaction transaction,
            Map<TopicPartition, Committed> offsets) {
        try {
            return ready(group).writeInTransaction(group, producer, transaction, offsets);
        } catch (BrokerException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public Set<TopicPartition> undecided(String group) {
        return topic().map(topic -> ready(topic, group).table().undecided(group))
                .orElse(Set.of());
    }

    @Override
    public void transactionEnded(TopicPartition partition, long producerId, boolean committed) {
        if (partition.topic().equals(OffsetsTopic.NAME)) {
            GroupPartition present = partitions.get(partition.partition());
            if (present != null) {
                present.decide(producerId, committed);
            }
        }
    }

    @Override
    public Set<String> groups() {
        letGoOfMoved();
        Set<String> groups = new HashSet<>();
        here().filter(GroupPartition::isLoaded)
                .forEach(partition -> groups.addAll(partition.table().groups()));
        return groups;
    }

    /** What another broker leads by now takes no memory here. */
    private void letGoOfMoved() {
        if (isStarted()) {
            topic().ifPresent(topic -> partitions.keySet().removeIf(n -> !topic.has(n) || !leadsHere(topic, n)));
        }
    }

    @Override
    public boolean isLoading() {
        return here().anyMatch(partition -> !partition.loaded().isDone());
    }

    /** The partitions that are led here, of those that anybody asked for. */
    private Stream<GroupPartition> here() {
        return isStarted() ? topic().stream().flatMap(this::here) : Stream.empty();
    }

    private Stream<GroupPartition> here(TopicImage topic) {
        return partitions.entrySet().stream()
                .filter(entry -> topic.has(entry.getKey()) && leadsHere(topic, entry.getKey()))
                .filter(entry -> entry.getValue().isUsableAs(incarnation(topic, entry.getKey())))
                .map(Map.Entry::getValue);
    }

    @Override
    public void close() {
        loader.shutdownNow();
    }

    private GroupPartition ready(String group) {
        TopicImage topic = topic().orElseThrow(() ->
                new BrokerException(ErrorCode.COORDINATOR_NOT_AVAILABLE, OffsetsTopic.NAME + " does not exist yet"));
        return ready(topic, group);
    }

    private GroupPartition ready(TopicImage topic, String group) {
        GroupPartition partition = of(topic, group);
        if (!partition.isLoaded()) {
            throw new BrokerException(ErrorCode.COORDINATOR_LOAD_IN_PROGRESS, "groups are being read; try again");
        }
        return partition;
    }

    private GroupPartition of(TopicImage topic, String group) {
        int number = OffsetsTopic.partitionOf(group, topic.partitionCount());
        if (!leadsHere(topic, number)) {
            throw new BrokerException(
                    ErrorCode.NOT_COORDINATOR,
                    "group '" + group + "' is coordinated by broker " + topic.leader(number));
        }
        return partition(topic, number);
    }

    private boolean leadsHere(TopicImage topic, int number) {
        return topic.leader(number) == running().cluster().brokerId();
    }

    /** The partition, being read if it was not yet, or could not be read the last time. */
    private GroupPartition partition(TopicImage topic, int number) {
        Incarnation id = incarnation(topic, number);
        GroupPartition present = partitions.get(number);
        if (present != null && present.isUsableAs(id)) {
            return present;
        }
        return partitions.compute(
                number, (n, now) -> now != null && now.isUsableAs(id) ? now : beginLoading(topic, number));
    }

    private GroupPartition beginLoading(TopicImage topic, int number) {
        GroupPartition partition = new GroupPartition(
                incarnation(topic, number),
                new TopicPartition(topic.name(), number),
                running().records(),
                clock);
        Listener toTell = listener();
        loader.execute(() -> partition.load(new LogReader(running().records(), codecs, skipped), toTell));
        return partition;
    }

    private static Incarnation incarnation(TopicImage topic, int number) {
        return new Incarnation(topic.partitionId(number), topic.leaderEpoch(number));
    }

    private synchronized Listener listener() {
        return listener;
    }

    private Optional<TopicImage> topic() {
        MetadataImage image = running().cluster().metadata();
        return image.topic(OffsetsTopic.NAME);
    }

    private synchronized boolean isStarted() {
        return broker.isPresent();
    }

    private synchronized Broker running() {
        return broker.orElseThrow(() -> new IllegalStateException("the group store was not started"));
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "gossip-groups-loader");
        thread.setDaemon(true);
        return thread;
    }
}
