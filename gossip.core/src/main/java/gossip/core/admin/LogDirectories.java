package gossip.core.admin;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.broker.Administration.LogDirectory;
import gossip.api.metadata.MetadataImage;
import gossip.api.metadata.MetadataStore;
import gossip.api.metadata.TopicImage;
import gossip.api.replication.PartitionManager;
import gossip.api.replication.PartitionManager.Role;
import gossip.api.storage.LogStore;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Reads the sizes of logs, on a thread that is there while somebody asks. Thread-safe. */
final class LogDirectories implements AutoCloseable {
    private static final Logger LOG = System.getLogger(LogDirectories.class.getName());
    private static final int MAX_WAITING = 64;

    private final int brokerId;
    private final Path directory;
    private final LogStore logs;
    private final MetadataStore metadata;
    private final PartitionManager partitions;
    private final ThreadPoolExecutor thread = new ThreadPoolExecutor(
            1,
            1,
            5,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MAX_WAITING),
            task -> Thread.ofPlatform().name("gossip-log-sizes").daemon().unstarted(task));

    LogDirectories(int brokerId, Path directory, LogStore logs, MetadataStore metadata, PartitionManager partitions) {
        this.brokerId = brokerId;
        this.directory = directory;
        this.logs = logs;
        this.metadata = metadata;
        this.partitions = partitions;
        thread.allowCoreThreadTimeOut(true);
    }

    Path path() {
        return directory;
    }

    CompletableFuture<LogDirectory> describe(Optional<Set<TopicPartition>> wanted) {
        try {
            return CompletableFuture.supplyAsync(() -> read(wanted), thread);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(new BrokerException(
                    ErrorCode.REQUEST_TIMED_OUT,
                    MAX_WAITING + " requests for the sizes of logs wait already; try again later",
                    e));
        }
    }

    private LogDirectory read(Optional<Set<TopicPartition>> wanted) {
        try {
            FileStore volume = Files.getFileStore(directory);
            return new LogDirectory(
                    ErrorCode.NONE,
                    directory.toString(),
                    volume.getTotalSpace(),
                    volume.getUsableSpace(),
                    sizes(wanted));
        } catch (IOException e) {
            LOG.log(Level.ERROR, "the sizes of logs cannot be read", e);
            return new LogDirectory(ErrorCode.KAFKA_STORAGE_ERROR, directory.toString(), -1, -1, Map.of());
        }
    }

    private Map<TopicPartition, Long> sizes(Optional<Set<TopicPartition>> wanted) throws IOException {
        MetadataImage image = metadata.image();
        Map<TopicPartition, Long> sizes = new HashMap<>();
        for (TopicImage topic : image.topics().toList()) {
            for (int i = 0; i < topic.partitionCount(); i++) {
                TopicPartition partition = new TopicPartition(topic.name(), i);
                boolean isWanted = wanted.isEmpty() || wanted.get().contains(partition);
                if (isWanted && partitions.role(image, brokerId, topic.partitionId(i)) != Role.NONE) {
                    sizes.put(partition, logs.sizeBytes(topic.partitionId(i)));
                }
            }
        }
        return sizes;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
