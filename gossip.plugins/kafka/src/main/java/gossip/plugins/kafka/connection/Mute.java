package gossip.plugins.kafka.connection;

import io.netty.channel.EventLoop;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The time for which nothing is read from a client that has used more than its quota; what was read before is answered
 * (KIP-219). Confined to the event loop.
 */
final class Mute {
    private final EventLoop loop;
    private final Runnable whenOver;
    private @Nullable ScheduledFuture<?> timer;
    private long endNanos;

    Mute(EventLoop loop, Runnable whenOver) {
        this.loop = loop;
        this.whenOver = whenOver;
    }

    boolean isOn() {
        return timer != null;
    }

    /** Lasts at least so long from now on. */
    void extend(long delayMs) {
        if (delayMs <= 0) {
            return;
        }
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(delayMs);
        ScheduledFuture<?> present = timer;
        if (present != null) {
            if (end - endNanos <= 0) {
                return;
            }
            present.cancel(false);
        }
        endNanos = end;
        timer = loop.schedule(this::over, delayMs, TimeUnit.MILLISECONDS);
    }

    private void over() {
        timer = null;
        whenOver.run();
    }

    /** The connection has ended. */
    void end() {
        ScheduledFuture<?> present = timer;
        timer = null;
        if (present != null) {
            present.cancel(false);
        }
    }
}
