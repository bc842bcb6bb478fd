package gossip.plugins.grpc.call;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.CompletionException;

/** Failures as gRPC tells them: a code, a message, and as a detail an ErrorInfo with the broker's own code. */
public final class Statuses {
    private static final Logger LOG = System.getLogger(Statuses.class.getName());
    private static final String DOMAIN = "gossip";

    private Statuses() {}

    /**
     * What a client is told of a failure.
     *
     * @param failure what happened
     * @return with details
     */
    public static StatusRuntimeException of(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof StatusRuntimeException known) {
            return known;
        }
        if (cause instanceof BrokerException known) {
            return of(known.code(), String.valueOf(known.getMessage()));
        }
        LOG.log(Level.ERROR, "a gRPC call failed in a way it never should", cause);
        return of(ErrorCode.UNKNOWN_SERVER_ERROR, "the broker failed; its log says why");
    }

    /**
     * What a client is told of a failure.
     *
     * @param error what failed
     * @param message why, for a person
     * @return with details
     */
    public static StatusRuntimeException of(ErrorCode error, String message) {
        Code code = code(error);
        Status.Builder status = Status.newBuilder()
                .setCode(code.getNumber())
                .setMessage(message.isEmpty() ? error.name() : message)
                .addDetails(Any.pack(ErrorInfo.newBuilder()
                        .setReason(error.name())
                        .setDomain(DOMAIN)
                        .putMetadata("code", String.valueOf(error.code()))
                        .build()));
        if (code == Code.RESOURCE_EXHAUSTED || code == Code.UNAVAILABLE) {
            status.addDetails(Any.pack(RetryInfo.newBuilder()
                    .setRetryDelay(Duration.newBuilder().setSeconds(1))
                    .build()));
        }
        return StatusProto.toStatusRuntimeException(status.build());
    }

    /**
     * A request that makes no sense.
     *
     * @param message what is wrong with it
     * @return INVALID_ARGUMENT
     */
    public static StatusRuntimeException invalid(String message) {
        return of(ErrorCode.INVALID_REQUEST, message);
    }

    private static Code code(ErrorCode error) {
        return switch (error) {
            case UNKNOWN_TOPIC_OR_PARTITION, UNKNOWN_TOPIC_ID, GROUP_ID_NOT_FOUND -> Code.NOT_FOUND;
            case TOPIC_ALREADY_EXISTS -> Code.ALREADY_EXISTS;
            case TOPIC_AUTHORIZATION_FAILED,
                    GROUP_AUTHORIZATION_FAILED,
                    CLUSTER_AUTHORIZATION_FAILED,
                    TRANSACTIONAL_ID_AUTHORIZATION_FAILED,
                    POLICY_VIOLATION -> Code.PERMISSION_DENIED;
            case SASL_AUTHENTICATION_FAILED -> Code.UNAUTHENTICATED;
            case THROTTLING_QUOTA_EXCEEDED, GROUP_MAX_SIZE_REACHED -> Code.RESOURCE_EXHAUSTED;
            case OFFSET_OUT_OF_RANGE -> Code.OUT_OF_RANGE;
            case REQUEST_TIMED_OUT -> Code.DEADLINE_EXCEEDED;
            case CORRUPT_MESSAGE -> Code.DATA_LOSS;
            case UNSUPPORTED_VERSION -> Code.UNIMPLEMENTED;
            case UNKNOWN_SERVER_ERROR -> Code.INTERNAL;
            default -> further(error);
        };
    }

    private static Code further(ErrorCode error) {
        return switch (error) {
            case NOT_COORDINATOR,
                    COORDINATOR_NOT_AVAILABLE,
                    COORDINATOR_LOAD_IN_PROGRESS,
                    NOT_LEADER_OR_FOLLOWER,
                    LEADER_NOT_AVAILABLE,
                    BROKER_NOT_AVAILABLE,
                    REPLICA_NOT_AVAILABLE,
                    NOT_ENOUGH_REPLICAS,
                    NOT_ENOUGH_REPLICAS_AFTER_APPEND,
                    NOT_CONTROLLER,
                    KAFKA_STORAGE_ERROR -> Code.UNAVAILABLE;
            case FENCED_MEMBER_EPOCH,
                    UNKNOWN_MEMBER_ID,
                    STALE_MEMBER_EPOCH,
                    FENCED_INSTANCE_ID,
                    UNRELEASED_INSTANCE_ID,
                    INCONSISTENT_GROUP_PROTOCOL -> Code.ABORTED;
            default -> Code.INVALID_ARGUMENT;
        };
    }
}
