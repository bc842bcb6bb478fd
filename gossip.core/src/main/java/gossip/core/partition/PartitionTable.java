package gossip.core.partition;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.PartitionId;
import gossip.api.TopicPartition;
import gossip.api.metadata.MetadataImage;
import gossip.api.metadata.MetadataStore;
import gossip.api.metadata.TopicImage;
import gossip.api.replication.PartitionManager;
import gossip.api.replication.PartitionManager.Role;
import gossip.core.partition.PartitionRuntime.Standing;
import gossip.core.topic.TopicSettings;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The partitions in use. Thread-safe; a look-up takes no lock and does no I/O. A topic whose stored settings this broker does
 * not understand is absent with the reason; that never harms another topic.
 */
public final class PartitionTable {
    private static final Logger LOG = System.getLogger(PartitionTable.class.getName());

    private static final Place UNKNOWN = new Place.Absent(
            ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, "there is no such topic or partition; create it first");
    private static final Place ELSEWHERE = new Place.Absent(
            ErrorCode.NOT_LEADER_OR_FOLLOWER, "another broker leads this partition; ask for the metadata again");

    private final int brokerId;
    private final MetadataStore metadata;
    private final PartitionManager manager;
    private final TopicSettings settings;
    private final int shards;
    private final ConcurrentMap<PartitionId, PartitionRuntime> byId = new ConcurrentHashMap<>();
    private final ConcurrentMap<UUID, TopicFacts> factsById = new ConcurrentHashMap<>();
    private final ConcurrentMap<UUID, Refusal> refusedById = new ConcurrentHashMap<>();
    private final ConcurrentMap<PartitionId, Place.Absent> withheld = new ConcurrentHashMap<>();

    /**
     * Creates an empty table.
     *
     * @param brokerId number of this broker
     * @param metadata what there is
     * @param manager what of it is here
     * @param settings effective settings of topics
     * @param shards how many shards there are
     */
    public PartitionTable(
            int brokerId, MetadataStore metadata, PartitionManager manager, TopicSettings settings, int shards) {
        this.brokerId = brokerId;
        this.metadata = metadata;
        this.manager = manager;
        this.settings = settings;
        this.shards = shards;
    }

    /**
     * Finds a partition as clients name it.
     *
     * @param name topic and number
     * @return the partition, by what the metadata says now, or why it is not here
     */
    public Place locate(TopicPartition name) {
        MetadataImage image = metadata.image();
        Optional<TopicImage> topic = image.topic(name.topic());
        return topic.isEmpty() || !topic.get().has(name.partition())
                ? UNKNOWN
                : locate(image, topic.get(), name.partition(), name);
    }

    /**
     * Finds a partition as storage names it.
     *
     * @param id topic id and number
     * @return the partition, by what the metadata says now, or why it is not here
     */
    public Place locate(PartitionId id) {
        MetadataImage image = metadata.image();
        Optional<TopicImage> topic = image.topic(id.topicId());
        return topic.isEmpty() || !topic.get().has(id.partition())
                ? UNKNOWN
                : locate(
                        image,
                        topic.get(),
                        id.partition(),
                        new TopicPartition(topic.get().name(), id.partition()));
    }

    private Place locate(MetadataImage image, TopicImage topic, int partition, TopicPartition name) {
        if (!refusedById.isEmpty() && refusedById.get(topic.id()) instanceof Refusal refusal && refusal.isOf(topic)) {
            return refusal.place();
        }
        try {
            return find(image, topic, partition, name);
        } catch (BrokerException e) {
            return refuse(topic, e);
        }
    }

    private Place find(MetadataImage image, TopicImage topic, int partition, TopicPartition name) {
        PartitionId id = topic.partitionId(partition);
        PartitionRuntime present = byId.get(id);
        if (present == null) {
            return create(image, topic, name, id);
        }
        Standing standing = present.standing();
        if (!standing.facts().isOf(topic, settings.generation())) {
            standing = standing(image, topic, id);
            present.standing(standing);
        }
        return standing.role() == Role.LEADER ? present : ELSEWHERE;
    }

    private Place refuse(TopicImage topic, BrokerException problem) {
        String message = "topic '" + topic.name() + "' cannot be used: " + problem.getMessage() + remedy(topic);
        Refusal fresh = new Refusal(topic, new Place.Absent(problem.code(), message));
        Refusal before = refusedById.put(topic.id(), fresh);
        if (before == null || !before.isOf(topic)) {
            LOG.log(Level.ERROR, message + "; the other topics go on, and this one when that is put right");
        }
        return fresh.place();
    }

    /** Names what is stored of the topic and not understood, and the command that takes it away. */
    private String remedy(TopicImage topic) {
        Map<String, String> misfits = settings.misfits(topic.configs());
        if (misfits.isEmpty()) {
            return "";
        }
        String stored = misfits.entrySet().stream()
                .map(setting -> setting.getKey() + "='" + setting.getValue() + "'")
                .collect(Collectors.joining(", "));
        return " (stored: " + stored + "); go back to the default with 'gossip topic alter " + topic.name()
                + misfits.keySet().stream()
                        .map(name -> " --delete-config " + name)
                        .collect(Collectors.joining())
                + "', or give another value with --config NAME=VALUE";
    }

    /**
     * Brings a partition in use up to what the metadata says now.
     *
     * @param partition of this table
     * @return false if it is not in use, or not here, any more
     */
    public boolean refresh(PartitionRuntime partition) {
        return byId.get(partition.id()) == partition && locate(partition.id()) == partition;
    }

    private Place create(MetadataImage image, TopicImage topic, TopicPartition name, PartitionId id) {
        Place.Absent away = withheld.get(id);
        if (away != null) {
            return away;
        }
        Standing standing = standing(image, topic, id);
        if (standing.role() != Role.LEADER) {
            return ELSEWHERE;
        }
        PartitionRuntime fresh = byId.computeIfAbsent(id, missing -> createUnlessDeleted(missing, name, standing));
        return fresh == null ? UNKNOWN : fresh;
    }

    // The caller's image may be older than a deletion that has already swept this table.
    private @Nullable PartitionRuntime createUnlessDeleted(PartitionId id, TopicPartition name, Standing standing) {
        return metadata.image().topic(id.topicId()).isEmpty()
                ? null
                : new PartitionRuntime(id, name, shardOf(id), standing);
    }

    private Standing standing(MetadataImage image, TopicImage topic, PartitionId id) {
        TopicFacts facts = factsById.get(topic.id());
        int generation = settings.generation();
        if (facts == null || !facts.isOf(topic, generation)) {
            facts = new TopicFacts(topic, generation, settings.effective(topic.configs()));
            factsById.put(topic.id(), facts);
        }
        return new Standing(facts, manager.role(image, brokerId, id), topic.leaderEpoch(id.partition()));
    }

    private int shardOf(PartitionId id) {
        return Math.floorMod(id.topicId().hashCode() + id.partition(), shards);
    }

    /**
     * The partitions in use.
     *
     * @return a view that changes with the table
     */
    public Collection<PartitionRuntime> inUse() {
        return byId.values();
    }

    /**
     * Whether a partition is in use.
     *
     * @param id which
     * @return null if it is not
     */
    public @Nullable PartitionRuntime inUse(PartitionId id) {
        return byId.get(id);
    }

    /**
     * Refuses a partition that is not in use until the broker is restarted, whatever becomes of its topic.
     *
     * @param id which
     * @param reason what whoever asks for it is told
     */
    public void withhold(PartitionId id, Place.Absent reason) {
        withheld.putIfAbsent(id, reason);
    }

    /**
     * Closes a partition without flushing and takes it out. Called by the thread of its shard.
     *
     * @param partition which
     * @throws IOException if its log does not close
     */
    public void retire(PartitionRuntime partition) throws IOException {
        try {
            partition.close();
        } finally {
            byId.remove(partition.id(), partition);
        }
    }

    /**
     * Forgets what is known of a deleted topic.
     *
     * @param topicId its id
     */
    public void forget(UUID topicId) {
        factsById.remove(topicId);
        refusedById.remove(topicId);
        withheld.keySet().removeIf(id -> id.topicId().equals(topicId));
    }

    /** Why a version of a topic cannot be used, worked out once. */
    private record Refusal(TopicImage image, Place.Absent place) {
        boolean isOf(TopicImage topic) {
            return image.equals(topic);
        }
    }
}
