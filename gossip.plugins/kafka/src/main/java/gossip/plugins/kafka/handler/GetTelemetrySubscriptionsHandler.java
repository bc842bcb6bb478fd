package gossip.plugins.kafka.handler;

import gossip.api.broker.Telemetry;
import gossip.api.broker.Telemetry.Subscription;
import gossip.plugins.kafka.api.ApiHandler;
import gossip.plugins.kafka.api.Call;
import org.apache.kafka.common.message.GetTelemetrySubscriptionsRequestData;
import org.apache.kafka.common.message.GetTelemetrySubscriptionsResponseData;

/** Tells clients which metrics to push (KIP-714). */
final class GetTelemetrySubscriptionsHandler implements ApiHandler<GetTelemetrySubscriptionsRequestData> {
    private final Telemetry telemetry;

    GetTelemetrySubscriptionsHandler(Telemetry telemetry) {
        this.telemetry = telemetry;
    }

    @Override
    public void handle(Call call, GetTelemetrySubscriptionsRequestData request) {
        Subscription subscription =
                telemetry.subscription(call.context(), TelemetryClients.of(call, request.clientInstanceId()));
        GetTelemetrySubscriptionsResponseData response = new GetTelemetrySubscriptionsResponseData()
                .setClientInstanceId(TopicNames.toKafka(subscription.instanceId()))
                .setSubscriptionId(subscription.subscriptionId())
                .setPushIntervalMs(subscription.intervalMs())
                .setTelemetryMaxBytes(subscription.maxBytes())
                .setDeltaTemporality(true)
                .setRequestedMetrics(subscription.metrics());
        subscription
                .compressions()
                .forEach(type -> response.acceptedCompressionTypes().add((byte) type.ordinal()));
        call.reply(response);
    }
}
