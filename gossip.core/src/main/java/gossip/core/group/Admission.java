package gossip.core.group;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.PartitionId;
import gossip.api.TopicPartition;
import gossip.api.broker.RequestContext;
import gossip.api.group.GroupStore;
import gossip.api.group.GroupStore.Committed;
import gossip.api.metadata.MetadataImage;
import gossip.api.metadata.MetadataStore;
import gossip.api.metadata.TopicImage;
import gossip.api.security.Operation;
import gossip.api.security.Resource;
import gossip.core.security.Guard;
import gossip.core.security.Targets;
import gossip.core.topic.OffsetsTopic;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;

/** Decides whether this node may and can serve a request for a group. Thread-safe; never blocks. */
final class Admission {
    private final int brokerId;
    private final MetadataStore metadata;
    private final GroupStore offsets;
    private final Guard guard;
    private final Runners runners;

    Admission(int brokerId, MetadataStore metadata, GroupStore offsets, Guard guard, Runners runners) {
        this.brokerId = brokerId;
        this.metadata = metadata;
        this.offsets = offsets;
        this.guard = guard;
        this.runners = runners;
    }

    /** NONE if the request may go on. */
    ErrorCode check(RequestContext context, Operation operation, String group) {
        return mayGroup(context, operation, group) ? ready(group) : ErrorCode.GROUP_AUTHORIZATION_FAILED;
    }

    /** The same, for requests that need a name. */
    ErrorCode checkNamed(RequestContext context, Operation operation, String group) {
        if (group.isEmpty()) {
            return ErrorCode.INVALID_GROUP_ID;
        }
        return check(context, operation, group);
    }

    boolean mayGroup(RequestContext context, Operation operation, String group) {
        return guard.allows(context, operation, Resource.group(group));
    }

    boolean mayTopic(RequestContext context, Operation operation, String topic) {
        return guard.allows(context, operation, Resource.topic(topic));
    }

    /** Notes that somebody had a group deleted. */
    void noteDeletion(RequestContext context, String group, ErrorCode outcome) {
        guard.trail().note(context, "DELETE_GROUP", Targets.of("group", group), outcome, "");
    }

    /** For lists: nobody asked for this very group. */
    boolean maySee(RequestContext context, String group) {
        return guard.permits(context, Operation.DESCRIBE, Resource.group(group));
    }

    boolean mayDescribeCluster(RequestContext context) {
        return guard.permits(context, Operation.DESCRIBE, Resource.CLUSTER);
    }

    /** The topic of a partition, if both exist. */
    Optional<TopicImage> topic(TopicPartition partition) {
        return metadata.image().topic(partition.topic()).filter(topic -> topic.has(partition.partition()));
    }

    /** Whether an offset was committed for a topic that was deleted since; another may have its name. */
    boolean isOfTopicThatIsGone(Committed committed) {
        return committed
                .topicId()
                .filter(id -> metadata.image().topic(id).isEmpty())
                .isPresent();
    }

    MetadataImage metadata() {
        return metadata.image();
    }

    /** Names of the topics of partitions, of those that exist. */
    Set<String> names(Set<PartitionId> partitions) {
        MetadataImage image = metadata.image();
        return partitions.stream()
                .map(PartitionId::topicId)
                .distinct()
                .flatMap(id -> image.topic(id).map(TopicImage::name).stream())
                .collect(Collectors.toSet());
    }

    /** Whether this node coordinates the group; empty if nobody does yet. */
    Optional<Boolean> isOwned(String group) {
        return metadata.image().topic(OffsetsTopic.NAME).map(topic -> leader(topic, group) == brokerId);
    }

    static int leader(TopicImage offsetsTopic, String group) {
        return offsetsTopic.leader(OffsetsTopic.partitionOf(group, offsetsTopic.partitionCount()));
    }

    private ErrorCode ready(String group) {
        Optional<Boolean> owned = isOwned(group);
        if (owned.isEmpty()) {
            return ErrorCode.COORDINATOR_NOT_AVAILABLE;
        }
        if (!owned.get()) {
            return ErrorCode.NOT_COORDINATOR;
        }
        CompletableFuture<Void> loaded = offsets.load(group).toCompletableFuture();
        if (!loaded.isDone()) {
            return ErrorCode.COORDINATOR_LOAD_IN_PROGRESS;
        }
        return loaded.isCompletedExceptionally() ? code(loaded.exceptionNow()) : runners.problemWith(group);
    }

    /** The code a client is told for a failure. */
    static ErrorCode code(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof BrokerException e ? e.code() : ErrorCode.UNKNOWN_SERVER_ERROR;
    }
}
