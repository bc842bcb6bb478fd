package gossip.plugins.kafka.handler;

import gossip.api.BrokerException;
import gossip.api.Endpoint;
import gossip.api.ErrorCode;
import gossip.api.broker.Cluster;
import gossip.api.broker.Groups;
import gossip.api.broker.Transactions;
import gossip.plugins.kafka.api.ApiHandler;
import gossip.plugins.kafka.api.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.message.FindCoordinatorRequestData;
import org.apache.kafka.common.message.FindCoordinatorResponseData;
import org.apache.kafka.common.message.FindCoordinatorResponseData.Coordinator;
import org.apache.kafka.common.requests.FindCoordinatorRequest.CoordinatorType;

/** Tells which broker coordinates a group or a transactional id. */
final class FindCoordinatorHandler implements ApiHandler<FindCoordinatorRequestData> {
    private static final short FIRST_VERSION_WITH_BATCHES = 4;

    private final Cluster cluster;
    private final Groups groups;
    private final Transactions transactions;

    FindCoordinatorHandler(Cluster cluster, Groups groups, Transactions transactions) {
        this.cluster = cluster;
        this.groups = groups;
        this.transactions = transactions;
    }

    @Override
    public void handle(Call call, FindCoordinatorRequestData request) {
        boolean batched = call.version() >= FIRST_VERSION_WITH_BATCHES;
        List<String> keys = batched ? request.coordinatorKeys() : List.of(request.key());
        List<CompletionStage<Coordinator>> found = new ArrayList<>();
        for (String key : keys) {
            found.add(find(call, request.keyType(), key));
        }
        call.replyWhen(
                Stages.all(found),
                all -> batched ? new FindCoordinatorResponseData().setCoordinators(all) : single(all.getFirst()));
    }

    private CompletionStage<Coordinator> find(Call call, byte type, String key) {
        if (type != CoordinatorType.GROUP.id() && type != CoordinatorType.TRANSACTION.id()) {
            String message =
                    "this broker coordinates consumer groups (0) and transactions (1), nothing of type " + type;
            return CompletableFuture.completedFuture(failed(key, ErrorCode.INVALID_REQUEST, message));
        }
        CompletionStage<Integer> found = type == CoordinatorType.GROUP.id()
                ? groups.coordinator(call.context(), key)
                : transactions.coordinator(call.context(), key);
        return found.thenApply(broker -> answer(call, key, broker)).exceptionally(failure -> failed(key, failure));
    }

    private Coordinator answer(Call call, String key, int broker) {
        Optional<Endpoint> endpoint =
                Endpoints.of(cluster.metadata(), broker, call.context().listener());
        return endpoint.map(address -> new Coordinator()
                        .setKey(key)
                        .setNodeId(broker)
                        .setHost(address.host())
                        .setPort(address.port())
                        .setErrorMessage(null))
                .orElseGet(() ->
                        failed(key, ErrorCode.COORDINATOR_NOT_AVAILABLE, "broker " + broker + " has no address here"));
    }

    private static Coordinator failed(String key, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof BrokerException known) {
            return failed(key, known.code(), Texts.orEmpty(known.getMessage()));
        }
        throw new CompletionException(cause);
    }

    private static Coordinator failed(String key, ErrorCode error, String message) {
        return new Coordinator()
                .setKey(key)
                .setNodeId(-1)
                .setHost("")
                .setPort(-1)
                .setErrorCode(error.code())
                .setErrorMessage(message);
    }

    private static FindCoordinatorResponseData single(Coordinator coordinator) {
        return new FindCoordinatorResponseData()
                .setErrorCode(coordinator.errorCode())
                .setErrorMessage(coordinator.errorMessage())
                .setNodeId(coordinator.nodeId())
                .setHost(coordinator.host())
                .setPort(coordinator.port());
    }
}
