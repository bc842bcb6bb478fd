package gossip.launcher.log;

import java.util.logging.LogManager;

/**
 * Keeps the log open while the broker stops. The JDK's own closes all handlers as soon as a signal comes, beside the thread
 * that stops the broker, and the lines that tell how that went would be lost.
 */
public final class LastingLog extends LogManager {
    private volatile boolean isReleased;

    /** Called by the JDK. */
    public LastingLog() {
        // nothing to set up
    }

    @Override
    public void reset() {
        if (isReleased) {
            super.reset();
        }
    }

    void release() {
        isReleased = true;
        reset();
    }
}
