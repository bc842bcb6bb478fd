package gossip.core.transaction;

import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.broker.RequestContext;
import gossip.api.metadata.MetadataStore;
import gossip.api.security.Operation;
import gossip.api.security.Principal;
import gossip.api.security.Resource;
import gossip.core.security.Guard;
import gossip.core.topic.InternalTopics;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Decides who may do what with transactions. Thread-safe. */
final class TransactionAccess {
    private final Guard guard;
    private final MetadataStore metadata;

    TransactionAccess(Guard guard, MetadataStore metadata) {
        this.guard = guard;
        this.metadata = metadata;
    }

    /** Whether an id is one, and may be used, as an error code. */
    ErrorCode check(RequestContext context, Operation operation, String transactionalId) {
        if (transactionalId.isEmpty() || !TransactionRecords.isPossible(transactionalId)) {
            return ErrorCode.INVALID_REQUEST;
        }
        return guard.allows(context, operation, Resource.transactionalId(transactionalId))
                ? ErrorCode.NONE
                : ErrorCode.TRANSACTIONAL_ID_AUTHORIZATION_FAILED;
    }

    boolean mayTopic(RequestContext context, Operation operation, String topic) {
        return guard.allows(context, operation, Resource.topic(topic));
    }

    boolean mayGroup(RequestContext context, Operation operation, String group) {
        return guard.allows(context, operation, Resource.group(group));
    }

    boolean mayActForCluster(RequestContext context) {
        return guard.allows(context, Operation.CLUSTER_ACTION, Resource.CLUSTER);
    }

    boolean mayMark(RequestContext context) {
        return mayActForCluster(context) || guard.allows(context, Operation.ALTER, Resource.CLUSTER);
    }

    /**
     * What keeps partitions from being written to: if one may not be, none is, so that the others are told that nothing was
     * attempted. Nobody but the broker writes to its own topics.
     *
     * @return empty if nothing does
     */
    Map<TopicPartition, ErrorCode> obstacles(RequestContext context, Collection<TopicPartition> partitions) {
        Map<TopicPartition, ErrorCode> outcomes = new HashMap<>();
        for (TopicPartition partition : partitions) {
            boolean isOwn = InternalTopics.contains(partition.topic())
                    && !context.principal().equals(Principal.BROKER);
            if (isOwn || !mayTopic(context, Operation.WRITE, partition.topic())) {
                outcomes.put(partition, ErrorCode.TOPIC_AUTHORIZATION_FAILED);
            } else if (metadata.image()
                    .topic(partition.topic())
                    .filter(topic -> topic.has(partition.partition()))
                    .isEmpty()) {
                outcomes.put(partition, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
            }
        }
        if (!outcomes.isEmpty()) {
            partitions.forEach(partition -> outcomes.putIfAbsent(partition, ErrorCode.OPERATION_NOT_ATTEMPTED));
        }
        return outcomes;
    }
}
