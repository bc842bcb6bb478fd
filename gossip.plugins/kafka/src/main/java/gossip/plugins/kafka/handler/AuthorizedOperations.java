package gossip.plugins.kafka.handler;

import gossip.api.broker.Cluster;
import gossip.api.broker.RequestContext;
import gossip.api.security.Operation;
import gossip.api.security.Resource;
import java.util.List;

/** Which operations a client may do, as bits (KIP-430). */
final class AuthorizedOperations {
    private static final List<Operation> TOPIC = List.of(
            Operation.READ,
            Operation.WRITE,
            Operation.CREATE,
            Operation.DELETE,
            Operation.ALTER,
            Operation.DESCRIBE,
            Operation.DESCRIBE_CONFIGS,
            Operation.ALTER_CONFIGS);
    private static final List<Operation> GROUP = List.of(
            Operation.READ, Operation.DELETE, Operation.DESCRIBE, Operation.DESCRIBE_CONFIGS, Operation.ALTER_CONFIGS);
    private static final List<Operation> CLUSTER = List.of(
            Operation.CREATE,
            Operation.ALTER,
            Operation.DESCRIBE,
            Operation.CLUSTER_ACTION,
            Operation.DESCRIBE_CONFIGS,
            Operation.ALTER_CONFIGS,
            Operation.IDEMPOTENT_WRITE);

    private final Cluster cluster;

    AuthorizedOperations(Cluster cluster) {
        this.cluster = cluster;
    }

    int of(RequestContext context, Resource resource) {
        int bits = 0;
        for (Operation operation : operations(resource.type())) {
            if (cluster.allows(context, operation, resource)) {
                bits |= 1 << AclCodes.of(operation);
            }
        }
        return bits;
    }

    private static List<Operation> operations(Resource.Type type) {
        return switch (type) {
            case TOPIC -> TOPIC;
            case GROUP -> GROUP;
            case CLUSTER -> CLUSTER;
            case TRANSACTIONAL_ID, DELEGATION_TOKEN, USER -> List.of();
        };
    }
}
