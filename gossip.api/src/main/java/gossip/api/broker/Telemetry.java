package gossip.api.broker;

import gossip.api.record.CompressionType;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Metrics that clients push (KIP-714). From memory; never blocks. */
public interface Telemetry {
    /**
     * Tells a client what to push.
     *
     * @param context the client
     * @param client what is known of it
     * @return what to push
     * @throws gossip.api.BrokerException THROTTLING_QUOTA_EXCEEDED if it asks more often than it may push
     */
    Subscription subscription(RequestContext context, Client client);

    /**
     * Takes what a client pushes.
     *
     * @param context the client
     * @param client what is known of it
     * @param push what it pushes
     * @throws gossip.api.BrokerException UNKNOWN_SUBSCRIPTION_ID, THROTTLING_QUOTA_EXCEEDED, TELEMETRY_TOO_LARGE,
     *     UNSUPPORTED_COMPRESSION_TYPE, INVALID_RECORD or INVALID_REQUEST
     */
    void push(RequestContext context, Client client, Push push);

    /**
     * A client.
     *
     * @param instanceId empty if it has none yet
     * @param selectors what subscriptions can choose it by, such as {@code client_software_name}, in Kafka's words
     */
    record Client(Optional<UUID> instanceId, Map<String, String> selectors) {
        /** Copies the map. */
        public Client {
            selectors = Map.copyOf(selectors);
        }
    }

    /**
     * What a client is to push.
     *
     * @param instanceId id of the client; a new one if it had none
     * @param subscriptionId changes with what follows
     * @param compressions codecs that it may use, the best first
     * @param intervalMs time between two pushes
     * @param maxBytes largest push
     * @param metrics beginnings of names; * for all; empty for none
     */
    record Subscription(
            UUID instanceId,
            int subscriptionId,
            List<CompressionType> compressions,
            int intervalMs,
            int maxBytes,
            List<String> metrics) {}

    /**
     * What a client pushes.
     *
     * @param subscriptionId the one it was told
     * @param terminating whether it is its last
     * @param compression Kafka's number of a codec
     * @param metrics compressed
     */
    record Push(int subscriptionId, boolean terminating, byte compression, ByteBuffer metrics) {}
}
