package gossip.core.pipeline;

import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.broker.RequestContext;
import gossip.api.security.Operation;
import gossip.api.security.Resource;
import gossip.core.partition.PartitionRuntime;
import gossip.core.partition.PartitionRuntime.Opened;
import gossip.core.partition.PartitionTable;
import gossip.core.partition.Place;
import gossip.core.security.Guard;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;

/** How everybody but the shards comes to partitions: authorised, with the right epoch, and open. */
final class PartitionAccess {
    private final Guard guard;
    private final PartitionTable table;
    private final Preparation preparation;
    private final List<Shard> shards;
    private final InstantSource clock;

    PartitionAccess(
            Guard guard, PartitionTable table, Preparation preparation, List<Shard> shards, InstantSource clock) {
        this.guard = guard;
        this.table = table;
        this.preparation = preparation;
        this.shards = shards;
        this.clock = clock;
    }

    /** Finds a partition for a client. Never blocks. */
    Place find(RequestContext context, Operation operation, TopicPartition name, int currentLeaderEpoch) {
        if (!guard.allows(context, operation, Resource.topic(name.topic()))) {
            return new Place.Absent(
                    ErrorCode.TOPIC_AUTHORIZATION_FAILED,
                    context.principal() + " may not " + operation + " topic '" + name.topic() + "'");
        }
        Place place = table.locate(name);
        if (place instanceof PartitionRuntime partition) {
            partition.used(clock.millis());
            return checkEpoch(partition, currentLeaderEpoch);
        }
        return place;
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
        return partition.log() != null ? partition : asWriter(partition, opened -> {});
    }

    /**
     * Does something in the role of a partition's writer, with the partition open. Blocks, as {@link #open}.
     *
     * @return the partition, another object if the given one was closed meanwhile, or why it is not here any more
     * @throws IOException if it cannot be opened or the task fails
     */
    Place asWriter(PartitionRuntime partition, WriterTask task) throws IOException {
        Place place = partition;
        while (place instanceof PartitionRuntime here) {
            boolean done = shards.get(here.shard()).borrow(here, () -> {
                if (here.isClosed()) {
                    return false;
                }
                task.run(preparation.opened(here));
                return true;
            });
            if (done) {
                return here;
            }
            place = table.locate(here.id());
        }
        return place;
    }

    /** Something that only the writer may do. */
    @FunctionalInterface
    interface WriterTask {
        void run(Opened opened) throws IOException;
    }
}
