package gossip.plugins.grpc.door;

import gossip.api.broker.Quotas;
import gossip.api.metrics.Metrics;
import gossip.api.network.PeerPolicy;
import java.net.InetAddress;
import java.util.concurrent.atomic.AtomicInteger;

/** Decides which connections are served. Event loops; never blocks. */
final class Admission {
    private final PeerPolicy policy;
    private final Quotas quotas;
    private final int maxConnections;
    private final Metrics.Counter refused;
    private final AtomicInteger count = new AtomicInteger();

    Admission(PeerPolicy policy, Quotas quotas, int maxConnections, Metrics metrics) {
        this.policy = policy;
        this.quotas = quotas;
        this.maxConnections = maxConnections;
        this.refused = metrics.counter(
                "gossip_grpc_connections_refused_total",
                "Connections of gRPC clients that were closed at once: from elsewhere, beyond grpc.max_connections or"
                        + " beyond a quota.");
        metrics.gauge("gossip_grpc_connections", "Connections of gRPC clients.", count::get);
    }

    boolean tryEnter(InetAddress peer) {
        if (count.incrementAndGet() <= maxConnections
                && policy.serves(peer)
                && quotas.connect(peer.getHostAddress()) == 0) {
            return true;
        }
        count.decrementAndGet();
        refused.add(1);
        return false;
    }

    void leave() {
        count.decrementAndGet();
    }
}
