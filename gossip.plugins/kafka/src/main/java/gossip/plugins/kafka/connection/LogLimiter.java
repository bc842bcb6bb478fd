package gossip.plugins.kafka.connection;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;

/** Logs what clients can cause, but no more than a few lines a second, so that nobody can fill the disk. Thread-safe. */
final class LogLimiter {
    private static final int LINES_PER_SECOND = 5;

    private final Logger logger;
    private final InstantSource clock;
    private long second;
    private int lines;
    private long suppressed;

    LogLimiter(Logger logger, InstantSource clock) {
        this.logger = logger;
        this.clock = clock;
    }

    void log(Level level, String message) {
        long before = admit();
        if (before >= 0) {
            logger.log(level, before == 0 ? message : message + " (" + before + " similar lines were left out before)");
        }
    }

    void log(Level level, String message, Throwable cause) {
        if (admit() >= 0) {
            logger.log(level, message, cause);
        }
    }

    /** Returns how many lines were left out since the last one, or -1 to leave this one out too. */
    private synchronized long admit() {
        long now = clock.millis() / 1000;
        if (now != second) {
            second = now;
            lines = 0;
        }
        if (lines == LINES_PER_SECOND) {
            suppressed++;
            return -1;
        }
        lines++;
        long before = suppressed;
        suppressed = 0;
        return before;
    }
}
