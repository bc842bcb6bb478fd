package gossip.launcher.log;

import java.io.PrintStream;
import java.util.logging.Handler;
import java.util.logging.LogRecord;

/** Prints records as they come, by the thread that logs them. */
final class LineHandler extends Handler {
    private final PrintStream target;
    private final LogLine format;

    LineHandler(PrintStream target, LogLine format) {
        this.target = target;
        this.format = format;
    }

    @Override
    public void publish(LogRecord logged) {
        if (isLoggable(logged)) {
            target.print(format.of(logged, Thread.currentThread().getName()));
        }
    }

    @Override
    public void flush() {
        target.flush();
    }

    @Override
    public void close() {
        flush();
    }
}
