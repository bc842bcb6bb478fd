package gossip.plugins.kafka.memory;

import gossip.api.broker.RequestContext;
import gossip.api.broker.Telemetry;
import gossip.api.record.CompressionType;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/** Wants all metrics of everybody, and keeps what it gets. */
public final class MemoryTelemetry implements Telemetry {
    private final List<Client> clients = new CopyOnWriteArrayList<>();

    /** Those who have asked or pushed. */
    public List<Client> clients() {
        return clients;
    }

    @Override
    public Subscription subscription(RequestContext context, Client client) {
        clients.add(client);
        return new Subscription(
                client.instanceId().orElseGet(UUID::randomUUID),
                5,
                List.of(CompressionType.ZSTD, CompressionType.GZIP),
                100,
                1000,
                List.of("*"));
    }

    @Override
    public void push(RequestContext context, Client client, Push push) {
        clients.add(client);
    }
}
