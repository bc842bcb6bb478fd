package gossip.core.pipeline;

import gossip.api.PartitionId;
import gossip.api.metadata.MetadataImage;
import gossip.api.metadata.TopicImage;
import gossip.api.replication.ReplicationManager;
import gossip.api.storage.LogStore;
import gossip.core.partition.PartitionRuntime;
import gossip.core.partition.PartitionTable;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.function.Supplier;

/** Deletes the records of topics that the metadata has no more. Thread gossip-checkpoint. */
final class DeletedTopics {
    private static final Logger LOG = System.getLogger(DeletedTopics.class.getName());

    private final LogStore logs;
    private final ReplicationManager replication;
    private final PartitionTable table;
    private final List<Shard> shards;
    private MetadataImage swept;

    DeletedTopics(
            LogStore logs,
            ReplicationManager replication,
            PartitionTable table,
            List<Shard> shards,
            MetadataImage swept) {
        this.logs = logs;
        this.replication = replication;
        this.table = table;
        this.shards = shards;
        this.swept = swept;
    }

    /** Deletes what was there at the last sweep and is there no more. */
    void sweep(Supplier<MetadataImage> newest) {
        // Before the image: a partition that is in use by now, but not in an older image, belongs to a topic just
        // created.
        List<PartitionId> used =
                table.inUse().stream().map(PartitionRuntime::id).toList();
        MetadataImage image = newest.get();
        List<TopicImage> deleted = swept.topics()
                .filter(topic -> image.topic(topic.id()).isEmpty())
                .toList();
        swept = image;
        if (deleted.isEmpty()) {
            return;
        }
        // First what is in use: a topic may have grown since the last sweep, and only this table knows.
        used.stream().filter(id -> image.topic(id.topicId()).isEmpty()).forEach(this::delete);
        deleted.forEach(this::delete);
    }

    private void delete(TopicImage topic) {
        for (int i = 0; i < topic.partitionCount(); i++) {
            delete(topic.partitionId(i));
        }
        table.forget(topic.id());
        LOG.log(Level.INFO, "deleted the records of topic '" + topic.name() + "' (" + topic.id() + ")");
    }

    private void delete(PartitionId id) {
        try {
            PartitionRuntime partition = table.inUse(id);
            if (partition != null) {
                shards.get(partition.shard()).borrow(partition, () -> {
                    replication.resigns(id);
                    table.retire(partition);
                    return true;
                });
            }
            logs.delete(id);
        } catch (IOException e) {
            LOG.log(Level.ERROR, "the records of " + id + " could not be deleted; the next start tries again", e);
        }
    }
}
