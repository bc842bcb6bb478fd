package gossip.api.security;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.network.ClientNetwork;
import gossip.api.network.SaslSettings;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Lets threads evaluate what clients prove themselves with a few at a time, and fewer for one address; the others wait, as long
 * as their number and the size of what they hold are within bounds. Thread-safe.
 */
final class Turns {
    private static final int SHARES_OF_BYTES = 4;

    private final SaslSettings limits;
    private final Semaphore all;
    private final Map<String, Line> lines = new HashMap<>();
    /** Those that wait or evaluate. */
    private int inside;
    /** What they hold. */
    private long bytes;

    Turns(SaslSettings limits) {
        this.limits = limits;
        this.all = new Semaphore(limits.threads());
    }

    /** How many wait or evaluate. */
    int inside() {
        synchronized (lines) {
            return inside;
        }
    }

    /**
     * Evaluates something, on this thread, when it is its turn.
     *
     * @throws BrokerException REQUEST_TIMED_OUT if too many wait, or too much, or for too long
     */
    <T> T take(String host, int sizeBytes, Supplier<T> work) throws InterruptedException {
        String address = ClientNetwork.of(host);
        Line line = enter(address, sizeBytes);
        try {
            long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limits.timeoutMs());
            await(line.turns, deadline);
            try {
                await(all, deadline);
                try {
                    return work.get();
                } finally {
                    all.release();
                }
            } finally {
                line.turns.release();
            }
        } finally {
            leave(address, line, sizeBytes);
        }
    }

    private Line enter(String address, int sizeBytes) {
        synchronized (lines) {
            Line line = lines.getOrDefault(address, new Line(limits.perAddress()));
            if (inside >= limits.queue()) {
                throw busy(
                        inside + " clients are proving who they are, as many as security.authentication.queue allows");
            }
            requireRoom(line, sizeBytes);
            lines.put(address, line);
            inside++;
            bytes += sizeBytes;
            line.users++;
            line.bytes += sizeBytes;
            return line;
        }
    }

    /** What is alone is taken whatever its size: the door that received it bounds that. */
    private void requireRoom(Line line, int sizeBytes) {
        if (bytes > 0 && bytes + sizeBytes > limits.queueBytes()) {
            throw busy("clients that are proving who they are have sent " + bytes
                    + " bytes that are not evaluated yet, and security.authentication.queue_size is "
                    + limits.queueBytes());
        }
        if (line.bytes > 0 && line.bytes + sizeBytes > limits.queueBytes() / SHARES_OF_BYTES) {
            throw busy("clients of this address have sent " + line.bytes
                    + " bytes that are not evaluated yet, and may have a quarter of"
                    + " security.authentication.queue_size, "
                    + limits.queueBytes());
        }
    }

    private void leave(String address, Line line, int sizeBytes) {
        synchronized (lines) {
            inside--;
            bytes -= sizeBytes;
            line.users--;
            line.bytes -= sizeBytes;
            if (line.users == 0) {
                lines.remove(address);
            }
        }
    }

    private void await(Semaphore semaphore, long deadline) throws InterruptedException {
        if (!semaphore.tryAcquire(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
            throw busy("too many clients are proving who they are: this one has waited for " + limits.timeoutMs()
                    + " ms, as long as security.authentication.timeout allows (security.authentication.threads is "
                    + limits.threads() + ", per_address " + limits.perAddress() + ")");
        }
    }

    private static BrokerException busy(String reason) {
        return new BrokerException(ErrorCode.REQUEST_TIMED_OUT, reason + "; try again");
    }

    /** What one address has under way. */
    private static final class Line {
        private final Semaphore turns;
        private int users;
        private long bytes;

        private Line(int turns) {
            this.turns = new Semaphore(turns);
        }
    }
}
