package gossip.core.pipeline;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.broker.RequestContext;
import gossip.api.security.Operation;
import gossip.api.security.Resource;
import gossip.core.partition.PartitionOpener;
import gossip.core.partition.PartitionRuntime;
import gossip.core.partition.PartitionTable;
import gossip.core.partition.Place;
import gossip.core.security.Guard;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** How everybody but the shards comes to partitions: authorised, with the right epoch, and open. */
final class PartitionAccess {
    private final Guard guard;
    private final PartitionTable table;
    private final PartitionOpener opener;
    private final List<Shard> shards;

    PartitionAccess(Guard guard, PartitionTable table, PartitionOpener opener, List<Shard> shards) {
        this.guard = guard;
        this.table = table;
        this.opener = opener;
        this.shards = shards;
    }

    /** Finds a partition for a client. Never blocks. */
    Place find(RequestContext context, Operation operation, TopicPartition name, int currentLeaderEpoch) {
        if (!guard.allows(context, operation, Resource.topic(name.topic()))) {
            return new Place.Absent(
                    ErrorCode.TOPIC_AUTHORIZATION_FAILED,
                    context.principal() + " may not " + operation + " topic '" + name.topic() + "'");
        }
        try {
            Place place = table.locate(name);
            return place instanceof PartitionRuntime partition ? checkEpoch(partition, currentLeaderEpoch) : place;
        } catch (BrokerException e) {
            return new Place.Absent(e.code(), String.valueOf(e.getMessage()));
        }
    }

    private static Place checkEpoch(PartitionRuntime partition, int clientsEpoch) {
        int epoch = partition.standing().leaderEpoch();
        if (clientsEpoch < 0 || clientsEpoch == epoch) {
            return partition;
        }
        return clientsEpoch < epoch
                ? new Place.Absent(ErrorCode.FENCED_LEADER_EPOCH, "leader epoch is " + epoch + ", not " + clientsEpoch)
                : new Place.Absent(ErrorCode.UNKNOWN_LEADER_EPOCH, "leader epoch is still " + epoch);
    }

    /**
     * Opens a partition if it is not open. Blocks on its shard and the disk, so for readers only.
     *
     * @return the partition, another object if the given one was closed meanwhile, or why it is not here any more
     * @throws IOException if it cannot be opened
     */
    Place open(PartitionRuntime partition) throws IOException {
        return partition.log() != null ? partition : await(onShard(partition, opened -> opened));
    }

    /**
     * Runs a task on the thread of a partition's shard, with the partition open.
     *
     * @return fails with IOException if it cannot be opened or the task fails
     */
    CompletableFuture<Place> onShard(PartitionRuntime partition, ShardTask task) {
        return shards.get(partition.shard()).call(() -> {
            Place present = partition.isClosed() ? table.locate(partition.id()) : partition;
            if (present instanceof PartitionRuntime here) {
                opener.open(here);
                return task.run(here);
            }
            return present;
        });
    }

    static Place await(CompletableFuture<Place> stage) throws IOException {
        try {
            return stage.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw e;
        }
    }

    /** Something that only the shard's thread may do. */
    @FunctionalInterface
    interface ShardTask {
        Place run(PartitionRuntime partition) throws IOException;
    }
}
