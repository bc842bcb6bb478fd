package gossip.plugins.kafka.handler;

import gossip.api.broker.Telemetry;
import gossip.api.broker.Telemetry.Push;
import gossip.plugins.kafka.api.ApiHandler;
import gossip.plugins.kafka.api.Call;
import java.nio.ByteBuffer;
import org.apache.kafka.common.message.PushTelemetryRequestData;
import org.apache.kafka.common.message.PushTelemetryResponseData;

/** Takes metrics of clients (KIP-714). */
final class PushTelemetryHandler implements ApiHandler<PushTelemetryRequestData> {
    private final Telemetry telemetry;

    PushTelemetryHandler(Telemetry telemetry) {
        this.telemetry = telemetry;
    }

    @Override
    public void handle(Call call, PushTelemetryRequestData request) {
        ByteBuffer metrics = request.metrics() == null ? ByteBuffer.allocate(0) : request.metrics();
        telemetry.push(
                call.context(),
                TelemetryClients.of(call, request.clientInstanceId()),
                new Push(request.subscriptionId(), request.terminating(), request.compressionType(), metrics));
        call.reply(new PushTelemetryResponseData());
    }
}
