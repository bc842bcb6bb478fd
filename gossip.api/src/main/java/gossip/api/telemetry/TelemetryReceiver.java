package gossip.api.telemetry;

import gossip.api.broker.RequestContext;
import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * Takes metrics of clients. All implementations get them. Thread-safe; called by network threads: must be quick and must not
 * block. An exception is told to the client as INVALID_RECORD.
 */
@FunctionalInterface
public interface TelemetryReceiver {
    /**
     * Takes what one client has pushed.
     *
     * @param context the client
     * @param payload what it has pushed
     */
    void receive(RequestContext context, Payload payload);

    /**
     * Metrics of one client at one moment.
     *
     * @param clientInstanceId the client
     * @param terminating whether it is its last push
     * @param metrics a MetricsData message of OpenTelemetry v1 in Protobuf, not compressed; valid during the call
     */
    record Payload(UUID clientInstanceId, boolean terminating, ByteBuffer metrics) {}
}
