package gossip.core.topic;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.broker.Topics;
import gossip.api.config.Setting;
import gossip.api.config.SettingType;
import gossip.api.config.Settings;
import gossip.api.metadata.Assignment;
import gossip.api.metadata.MetadataCommand.CreatePartitions;
import gossip.api.metadata.MetadataCommand.CreateTopic;
import gossip.api.metadata.MetadataImage;
import gossip.api.metadata.TopicImage;
import gossip.api.replication.PartitionManager;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Turns requests into commands, or refuses them: everything that can be known before the metadata is asked. Any thread. */
final class TopicPlanner {
    static final Setting<Integer> DEFAULT_PARTITIONS = Setting.of(
                    "cluster.default_partitions",
                    SettingType.INT,
                    1,
                    "Partitions of a topic whose creator leaves the number to the broker.")
            .require(count -> count >= 1, "at least 1");

    static final Setting<Integer> MAX_PARTITIONS_PER_TOPIC = Setting.of(
                    "cluster.max_partitions_per_topic",
                    SettingType.INT,
                    10_000,
                    "Most partitions that a topic may have.")
            .require(count -> count >= 1, "at least 1");

    static final Setting<Integer> MAX_PARTITIONS = Setting.of(
                    "cluster.max_partitions",
                    SettingType.INT,
                    1_000_000,
                    "Most partitions that all topics of the cluster may have together.")
            .require(count -> count >= 1, "at least 1");

    private static final String METADATA_TOPIC = "__cluster_metadata";

    private final PartitionManager partitions;
    private final TopicSettings topicSettings;
    private final Settings settings;

    TopicPlanner(PartitionManager partitions, TopicSettings topicSettings, Settings settings) {
        this.partitions = partitions;
        this.topicSettings = topicSettings;
        this.settings = settings;
    }

    /**
     * Plans a new topic.
     *
     * @param topic what is asked for
     * @param image metadata to judge by
     * @param planned partitions that the same request adds before
     * @return the command
     * @throws BrokerException if it cannot be done
     */
    CreateTopic creation(Topics.NewTopic topic, MetadataImage image, int planned) {
        String name = topic.name();
        TopicName.check(name);
        if (name.equals(METADATA_TOPIC)) {
            throw refused(ErrorCode.INVALID_REQUEST, "topic '" + name + "' is reserved");
        }
        if (image.topic(name).isPresent()) {
            throw refused(ErrorCode.TOPIC_ALREADY_EXISTS, "topic '" + name + "' already exists");
        }
        image.topicCollidingWith(name).ifPresent(existing -> {
            throw refused(
                    ErrorCode.INVALID_TOPIC_EXCEPTION,
                    "topic '" + name + "' collides with the existing topic '" + existing.name()
                            + "': names must differ in more than '.' and '_'");
        });
        Map<String, String> configs = InternalTopic.of(name)
                .map(internal -> internal.configs().complete(topic.configs()))
                .orElse(topic.configs());
        topicSettings.check(configs);
        Assignment assignment = topic.assignment().isEmpty() ? chosen(topic, image) : manual(topic, image);
        checkLimits(name, assignment.partitionCount(), assignment.partitionCount() + (long) planned, image);
        return new CreateTopic(name, newTopicId(), assignment, configs);
    }

    /**
     * Plans new partitions.
     *
     * @param growth what is asked for
     * @param image metadata to judge by
     * @return the command
     * @throws BrokerException if it cannot be done
     */
    CreatePartitions growth(Topics.Growth growth, MetadataImage image) {
        TopicImage topic = image.topic(growth.name())
                .orElseThrow(() ->
                        refused(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, "there is no topic '" + growth.name() + "'"));
        int present = topic.partitionCount();
        int added = growth.totalCount() - present;
        InternalTopic.of(topic.name()).ifPresent(internal -> {
            throw refused(
                    ErrorCode.INVALID_REQUEST,
                    "the number of partitions of " + internal.name() + " decides " + internal.keeps()
                            + "; it cannot change");
        });
        if (added <= 0) {
            throw refused(
                    ErrorCode.INVALID_PARTITIONS,
                    "topic '" + topic.name() + "' has " + present + " partitions; it can only get more, not "
                            + growth.totalCount());
        }
        checkLimits(topic.name(), growth.totalCount(), added, image);
        int replicationFactor = topic.assignment().replicationFactor();
        if (growth.assignment().isEmpty()) {
            return new CreatePartitions(topic.id(), present, partitions.place(image, added, replicationFactor));
        }
        if (growth.assignment().size() != added) {
            throw invalidAssignment("topic '" + topic.name() + "' gets " + added + " partitions, but "
                    + growth.assignment().size() + " are assigned");
        }
        Assignment assignment = assignment(topic.name(), growth.assignment(), image);
        if (assignment.replicationFactor() != replicationFactor) {
            throw invalidAssignment("topic '" + topic.name() + "' has " + replicationFactor
                    + " replicas of each partition, not " + assignment.replicationFactor());
        }
        return new CreatePartitions(topic.id(), present, assignment);
    }

    private Assignment chosen(Topics.NewTopic topic, MetadataImage image) {
        int count = topic.partitionCount();
        if (count == 0 || count < -1) {
            throw refused(
                    ErrorCode.INVALID_PARTITIONS,
                    "topic '" + topic.name() + "' cannot have " + count
                            + " partitions; expected at least 1, or -1 for the broker's default");
        }
        int replicationFactor = topic.replicationFactor();
        if (replicationFactor == 0 || replicationFactor < -1) {
            throw refused(
                    ErrorCode.INVALID_REPLICATION_FACTOR,
                    "topic '" + topic.name() + "' cannot have replication factor " + replicationFactor
                            + "; expected at least 1, or -1 for the broker's default");
        }
        int partitionCount = count == -1 ? defaultPartitions(topic.name()) : count;
        checkPerTopic(topic.name(), partitionCount);
        return partitions.place(image, partitionCount, Math.max(1, replicationFactor));
    }

    private int defaultPartitions(String name) {
        return InternalTopic.partitions(name, DEFAULT_PARTITIONS, settings);
    }

    private Assignment manual(Topics.NewTopic topic, MetadataImage image) {
        if (topic.partitionCount() != -1 || topic.replicationFactor() != -1) {
            throw refused(
                    ErrorCode.INVALID_REQUEST,
                    "topic '" + topic.name() + "' is assigned by hand, so the number of partitions and the replication"
                            + " factor must both be -1");
        }
        List<List<Integer>> inOrder = new ArrayList<>();
        for (int partition = 0; partition < topic.assignment().size(); partition++) {
            List<Integer> replicas = topic.assignment().get(partition);
            if (replicas == null) {
                throw invalidAssignment("topic '" + topic.name() + "' has "
                        + topic.assignment().size() + " assigned partitions, but partition " + partition
                        + " is not among them; they must be consecutive from 0");
            }
            inOrder.add(replicas);
        }
        return assignment(topic.name(), inOrder, image);
    }

    private Assignment assignment(String name, List<List<Integer>> byPartition, MetadataImage image) {
        int replicationFactor = byPartition.getFirst().size();
        List<Integer> flat = new ArrayList<>();
        for (List<Integer> replicas : byPartition) {
            checkReplicas(name, replicas, replicationFactor, image);
            flat.addAll(replicas);
        }
        // asked only whether it can keep that many replicas
        partitions.place(image, 1, replicationFactor);
        return new Assignment(
                replicationFactor, flat.stream().mapToInt(Integer::intValue).toArray());
    }

    private static void checkReplicas(String name, List<Integer> replicas, int replicationFactor, MetadataImage image) {
        if (replicas.isEmpty()) {
            throw invalidAssignment("topic '" + name + "' has a partition without a broker");
        }
        if (replicas.size() != replicationFactor) {
            throw invalidAssignment("topic '" + name + "' has partitions with " + replicationFactor + " and with "
                    + replicas.size() + " replicas; all must have the same number");
        }
        if (new HashSet<>(replicas).size() < replicas.size()) {
            throw invalidAssignment("topic '" + name + "' has a partition twice on one broker: " + replicas);
        }
        for (Integer broker : replicas) {
            if (!image.brokers().containsKey(broker)) {
                throw invalidAssignment("topic '" + name + "' is assigned to broker " + broker
                        + ", which is not registered; registered are "
                        + image.brokers().keySet());
            }
        }
    }

    private void checkLimits(String name, int partitionCount, long added, MetadataImage image) {
        checkPerTopic(name, partitionCount);
        long present = image.topics().mapToLong(TopicImage::partitionCount).sum();
        int limit = settings.value(MAX_PARTITIONS);
        if (present + added > limit) {
            throw refused(
                    ErrorCode.INVALID_PARTITIONS,
                    "topic '" + name + "' would bring the cluster from " + present + " to " + (present + added)
                            + " partitions; the limit " + MAX_PARTITIONS.key() + " is " + limit
                            + ": delete topics, or raise it");
        }
    }

    private void checkPerTopic(String name, int partitionCount) {
        int limit = settings.value(MAX_PARTITIONS_PER_TOPIC);
        if (partitionCount > limit) {
            throw refused(
                    ErrorCode.INVALID_PARTITIONS,
                    "topic '" + name + "' would have " + partitionCount + " partitions; the limit "
                            + MAX_PARTITIONS_PER_TOPIC.key() + " is " + limit + ": ask for fewer, or raise it");
        }
    }

    /** A random id whose text form does not begin with '-', which command lines would take for an option. */
    private static UUID newTopicId() {
        UUID id = UUID.randomUUID();
        while (id.getMostSignificantBits() >>> 58 == 62) {
            id = UUID.randomUUID();
        }
        return id;
    }

    private static BrokerException invalidAssignment(String message) {
        return refused(ErrorCode.INVALID_REPLICA_ASSIGNMENT, message);
    }

    private static BrokerException refused(ErrorCode code, String message) {
        return new BrokerException(code, message);
    }
}
