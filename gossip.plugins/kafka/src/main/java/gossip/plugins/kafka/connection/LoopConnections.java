package gossip.plugins.kafka.connection;

import io.netty.channel.EventLoop;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The connections of one event loop, confined to it. Their time limits are checked by one timer, while there are any. */
final class LoopConnections {
    private static final long LONGEST_PERIOD_MS = 5_000;

    private final EventLoop loop;
    private final long periodMs;
    private final Set<Connection> connections = new HashSet<>();
    private @Nullable ScheduledFuture<?> timer;

    LoopConnections(EventLoop loop, ConnectionSettings settings) {
        this.loop = loop;
        long shortest = Math.min(settings.readTimeoutMs(), settings.idleTimeoutMs());
        this.periodMs = Math.clamp(shortest / 4, 1, LONGEST_PERIOD_MS);
    }

    void add(Connection connection) {
        connections.add(connection);
        if (timer == null) {
            timer = loop.scheduleWithFixedDelay(this::check, periodMs, periodMs, TimeUnit.MILLISECONDS);
        }
    }

    void remove(Connection connection) {
        connections.remove(connection);
        ScheduledFuture<?> running = timer;
        if (connections.isEmpty() && running != null) {
            running.cancel(false);
            timer = null;
        }
    }

    void finish() {
        List.copyOf(connections).forEach(Connection::finish);
    }

    private void check() {
        long now = System.nanoTime();
        for (Connection connection : List.copyOf(connections)) {
            connection.checkTime(now);
        }
    }
}
