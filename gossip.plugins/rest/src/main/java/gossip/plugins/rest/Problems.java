package gossip.plugins.rest;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.schema.SchemaException;
import gossip.plugins.rest.http.Refusal;
import gossip.plugins.rest.http.Response;
import gossip.plugins.rest.json.Json;
import gossip.plugins.rest.route.Family;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.List;

/** Errors as clients see them: as problem documents (RFC 9457), or as Confluent's registry writes them. */
public final class Problems {
    /** Content type of the registry. */
    public static final String REGISTRY_TYPE = "application/vnd.schemaregistry.v1+json";

    private static final String PROBLEM_TYPE = "application/problem+json";

    private Problems() {}

    static Response.Whole of(Family family, Refusal refusal) {
        Response.Whole answer = family == Family.REGISTRY
                ? registry(refusal.status(), registryCode(refusal.status()), refusal.detail())
                : problem(refusal.status(), "", refusal.detail());
        return answer.with(refusal.headers());
    }

    static Response.Whole of(Family family, BrokerException failure) {
        int status = status(failure.code());
        String message = String.valueOf(failure.getMessage());
        return family == Family.REGISTRY
                ? registry(status, registryCode(status), message)
                : problem(status, failure.code().name(), message);
    }

    static Response.Whole of(Family family, SchemaException failure) {
        String message = String.valueOf(failure.getMessage());
        List<String> details = failure.details();
        return family == Family.REGISTRY
                ? registry(
                        failure.error().status(),
                        failure.error().code(),
                        details.isEmpty() ? message : message + ", details: [" + String.join(", ", details) + "]")
                : problem(failure.error().status(), failure.error().name(), message);
    }

    /** Confluent's numbers of errors that have no further meaning. */
    private static int registryCode(int status) {
        return switch (status) {
            case 401 -> 40101;
            case 403 -> 40301;
            case 500 -> 50001;
            default -> status;
        };
    }

    private static Response.Whole registry(int status, int code, String message) {
        return new Response.Whole(status, REGISTRY_TYPE, Json.bytes(out -> {
            out.writeStartObject();
            out.writeNumberField("error_code", code);
            out.writeStringField("message", message);
            out.writeEndObject();
        }));
    }

    private static Response.Whole problem(int status, String code, String detail) {
        return new Response.Whole(status, PROBLEM_TYPE, Json.bytes(out -> {
            out.writeStartObject();
            out.writeStringField("type", "about:blank");
            out.writeStringField("title", HttpResponseStatus.valueOf(status).reasonPhrase());
            out.writeNumberField("status", status);
            out.writeStringField("detail", detail);
            if (!code.isEmpty()) {
                out.writeStringField("code", code);
            }
            out.writeEndObject();
        }));
    }

    /**
     * The HTTP status of an error.
     *
     * @param code the broker's
     * @return 400 to 599
     */
    public static int status(ErrorCode code) {
        return switch (code) {
            case TOPIC_AUTHORIZATION_FAILED,
                    GROUP_AUTHORIZATION_FAILED,
                    CLUSTER_AUTHORIZATION_FAILED,
                    TRANSACTIONAL_ID_AUTHORIZATION_FAILED,
                    POLICY_VIOLATION -> 403;
            case UNKNOWN_TOPIC_OR_PARTITION,
                    UNKNOWN_TOPIC_ID,
                    GROUP_ID_NOT_FOUND,
                    RESOURCE_NOT_FOUND,
                    UNKNOWN_MEMBER_ID -> 404;
            case TOPIC_ALREADY_EXISTS,
                    NON_EMPTY_GROUP,
                    ILLEGAL_GENERATION,
                    STALE_MEMBER_EPOCH,
                    FENCED_MEMBER_EPOCH,
                    REBALANCE_IN_PROGRESS,
                    GROUP_SUBSCRIBED_TO_TOPIC,
                    UNRELEASED_INSTANCE_ID,
                    REASSIGNMENT_IN_PROGRESS,
                    FENCED_INSTANCE_ID -> 409;
            case MESSAGE_TOO_LARGE, RECORD_LIST_TOO_LARGE, OFFSET_METADATA_TOO_LARGE -> 413;
            case OFFSET_OUT_OF_RANGE -> 416;
            case THROTTLING_QUOTA_EXCEEDED -> 429;
            case UNSUPPORTED_VERSION -> 501;
            case UNKNOWN_SERVER_ERROR, CORRUPT_MESSAGE, KAFKA_STORAGE_ERROR, LOG_DIR_NOT_FOUND -> 500;
            case LEADER_NOT_AVAILABLE,
                    NOT_LEADER_OR_FOLLOWER,
                    BROKER_NOT_AVAILABLE,
                    REPLICA_NOT_AVAILABLE,
                    NETWORK_EXCEPTION,
                    COORDINATOR_LOAD_IN_PROGRESS,
                    COORDINATOR_NOT_AVAILABLE,
                    NOT_COORDINATOR,
                    NOT_CONTROLLER,
                    NOT_ENOUGH_REPLICAS,
                    NOT_ENOUGH_REPLICAS_AFTER_APPEND,
                    OFFSET_NOT_AVAILABLE,
                    GROUP_MAX_SIZE_REACHED,
                    UNSTABLE_OFFSET_COMMIT -> 503;
            case REQUEST_TIMED_OUT -> 504;
            default -> 400;
        };
    }
}
