package gossip.plugins.kafka.handler;

import gossip.api.broker.Telemetry.Client;
import gossip.plugins.kafka.api.Call;
import gossip.plugins.kafka.api.ClientSoftware;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.common.Uuid;

/** What is known of a client that pushes metrics. */
final class TelemetryClients {
    private TelemetryClients() {}

    static Client of(Call call, Uuid instanceId) {
        boolean isNew = Uuid.RESERVED.contains(instanceId);
        ClientSoftware software = call.software();
        return new Client(
                isNew
                        ? Optional.empty()
                        : Optional.of(
                                new UUID(instanceId.getMostSignificantBits(), instanceId.getLeastSignificantBits())),
                Map.of(
                        "client_id", call.context().clientId(),
                        "client_software_name", software.name(),
                        "client_software_version", software.version(),
                        "client_source_address", call.context().clientHost(),
                        "client_source_port", String.valueOf(software.port())));
    }
}
