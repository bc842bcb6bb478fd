package gossip.core.telemetry;

import gossip.api.broker.RequestContext;
import gossip.api.metrics.Metrics;
import gossip.api.telemetry.TelemetryReceiver;

/** Counts what clients push, so that an operator sees whether they do. */
public final class CountingReceiver implements TelemetryReceiver {
    private final Metrics.Counter pushes;
    private final Metrics.Counter bytes;

    /**
     * Creates the receiver.
     *
     * @param metrics where figures are reported
     */
    public CountingReceiver(Metrics metrics) {
        pushes = metrics.counter("gossip_telemetry_pushes_total", "Pushes of metrics taken from clients.");
        bytes = metrics.counter("gossip_telemetry_bytes_total", "Bytes of metrics taken from clients, expanded.");
    }

    @Override
    public void receive(RequestContext context, Payload payload) {
        pushes.add(1);
        bytes.add(payload.metrics().remaining());
    }
}
