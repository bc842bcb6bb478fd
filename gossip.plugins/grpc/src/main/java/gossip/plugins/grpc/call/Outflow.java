package gossip.plugins.grpc.call;

import gossip.api.metrics.Metrics;
import java.util.concurrent.atomic.AtomicLong;

/** Bounds what records on their way to clients take up, beyond the little that each may always have. Thread-safe. */
public final class Outflow {
    private final long maxBytes;
    private final AtomicLong bytes = new AtomicLong();

    /**
     * Starts empty.
     *
     * @param maxBytes the most for all
     * @param metrics where the present value is reported
     */
    public Outflow(long maxBytes, Metrics metrics) {
        this.maxBytes = maxBytes;
        metrics.gauge(
                "gossip_grpc_read_buffer_bytes",
                "Bytes set aside for records on their way to gRPC clients; see grpc.read_buffer_size.",
                bytes::get);
    }

    boolean tryTake(long sizeBytes) {
        if (bytes.addAndGet(sizeBytes) <= maxBytes) {
            return true;
        }
        bytes.addAndGet(-sizeBytes);
        return false;
    }

    void release(long sizeBytes) {
        bytes.addAndGet(-sizeBytes);
    }
}
