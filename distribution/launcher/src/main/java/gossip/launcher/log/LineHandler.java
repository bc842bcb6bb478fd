package gossip.launcher.log;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.text.MessageFormat;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;

/**
 * Writes one line for each record: {@code 2026-11-23T19:18:03.123Z INFO  gossip-shard-0 SegmentLog: message}. Stack traces
 * follow on lines of their own, at WARNING and above.
 */
final class LineHandler extends Handler {
    private final PrintStream target;

    LineHandler(PrintStream target) {
        this.target = target;
    }

    @Override
    public void publish(LogRecord logged) {
        if (isLoggable(logged)) {
            target.print(line(logged, Thread.currentThread().getName()));
        }
    }

    static String line(LogRecord logged, String thread) {
        StringBuilder line = new StringBuilder(160);
        appendTime(line, logged.getInstant());
        line.append(' ').append(name(logged.getLevel())).append(' ').append(thread);
        line.append(' ')
                .append(simpleName(logged.getLoggerName()))
                .append(": ")
                .append(text(logged))
                .append('\n');
        Throwable thrown = logged.getThrown();
        if (thrown != null) {
            appendCause(line, logged.getLevel(), thrown);
        }
        return line.toString();
    }

    private static void appendTime(StringBuilder line, Instant time) {
        String text = time.truncatedTo(ChronoUnit.MILLIS).toString();
        // a whole second has no fraction
        line.append(text.length() == 20 ? text.substring(0, 19) + ".000Z" : text);
    }

    private static void appendCause(StringBuilder line, Level level, Throwable thrown) {
        if (level.intValue() < Level.WARNING.intValue()) {
            line.append("  ").append(thrown).append('\n');
            return;
        }
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace));
        line.append(trace);
    }

    private static String name(Level level) {
        int value = level.intValue();
        if (value >= Level.SEVERE.intValue()) {
            return "ERROR";
        }
        if (value >= Level.WARNING.intValue()) {
            return "WARN ";
        }
        if (value >= Level.INFO.intValue()) {
            return "INFO ";
        }
        return value >= Level.FINE.intValue() ? "DEBUG" : "TRACE";
    }

    private static String simpleName(@Nullable String logger) {
        return logger == null ? "" : logger.substring(logger.lastIndexOf('.') + 1);
    }

    private static String text(LogRecord logged) {
        String message = String.valueOf(logged.getMessage());
        Object[] parameters = logged.getParameters();
        return parameters == null || parameters.length == 0 ? message : MessageFormat.format(message, parameters);
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
