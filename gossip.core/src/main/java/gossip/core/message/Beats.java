package gossip.core.message;

import gossip.api.ErrorCode;
import gossip.api.PartitionId;
import gossip.api.TopicPartition;
import gossip.api.broker.ConsumerGroups;
import gossip.api.broker.ConsumerGroups.Beat;
import gossip.api.broker.Messages.Join;
import gossip.api.metadata.MetadataImage;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What a member says to its group.
 *
 * @param join what the client wants
 * @param memberId its id
 */
record Beats(Join join, String memberId) {
    Beat joining() {
        return new Beat(
                join.group(),
                memberId,
                ConsumerGroups.JOINING_EPOCH,
                join.instanceId(),
                join.rackId(),
                Optional.of((int) join.idleTimeout().toMillis()),
                Optional.of(join.topics()),
                join.topicRegex(),
                Optional.empty(),
                Optional.of(Set.of()));
    }

    Beat staying(int epoch, Set<PartitionId> owned) {
        return new Beat(
                join.group(),
                memberId,
                epoch,
                join.instanceId(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(owned));
    }

    /** The same with what it is subscribed to from now on. */
    Beat subscribing(int epoch, Set<PartitionId> owned) {
        return new Beat(
                join.group(),
                memberId,
                epoch,
                join.instanceId(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(join.topics()),
                Optional.of(join.topicRegex().orElse("")),
                Optional.empty(),
                Optional.of(owned));
    }

    Beats with(Set<String> topics, Optional<String> topicRegex) {
        return new Beats(
                new Join(
                        join.group(),
                        topics,
                        topicRegex,
                        join.instanceId(),
                        join.rackId(),
                        join.reset(),
                        join.committedOnly(),
                        join.autoCommit(),
                        join.idleTimeout()),
                memberId);
    }

    /** A static member only leaves for a while, and finds its partitions again (KIP-345). */
    Beat leaving() {
        return new Beat(
                join.group(),
                memberId,
                join.instanceId().isPresent() ? ConsumerGroups.PAUSING_EPOCH : ConsumerGroups.LEAVING_EPOCH,
                join.instanceId(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    static Set<PartitionId> ids(MetadataImage image, Set<TopicPartition> partitions) {
        Set<PartitionId> ids = new HashSet<>();
        for (TopicPartition partition : partitions) {
            image.topic(partition.topic())
                    .filter(topic -> topic.has(partition.partition()))
                    .ifPresent(topic -> ids.add(topic.partitionId(partition.partition())));
        }
        return ids;
    }

    static Set<TopicPartition> names(MetadataImage image, Set<PartitionId> partitions) {
        Set<TopicPartition> names = new HashSet<>();
        for (PartitionId partition : partitions) {
            image.topic(partition.topicId())
                    .ifPresent(topic -> names.add(new TopicPartition(topic.name(), partition.partition())));
        }
        return names;
    }

    /** Whether the group may take the same beat later. */
    static boolean isPassing(ErrorCode error) {
        return switch (error) {
            case COORDINATOR_LOAD_IN_PROGRESS, COORDINATOR_NOT_AVAILABLE, REQUEST_TIMED_OUT, NOT_ENOUGH_REPLICAS ->
                true;
            default -> false;
        };
    }

    /** Whether the member has to join anew. */
    static boolean isFenced(ErrorCode error) {
        return error == ErrorCode.FENCED_MEMBER_EPOCH || error == ErrorCode.UNKNOWN_MEMBER_ID;
    }
}
