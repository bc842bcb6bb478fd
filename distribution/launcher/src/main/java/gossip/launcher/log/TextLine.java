package gossip.launcher.log;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;

/**
 * One line for each record: {@code 2026-11-23T19:18:03.123Z INFO  gossip-shard-0 SegmentLog: message}. Stack traces follow on
 * lines of their own, at WARNING and above.
 */
final class TextLine implements LogLine {
    @Override
    public String of(LogRecord logged, String thread) {
        StringBuilder line = new StringBuilder(160);
        appendTime(line, logged.getInstant());
        line.append(' ')
                .append(padded(LogLine.level(logged.getLevel())))
                .append(' ')
                .append(thread);
        line.append(' ')
                .append(simpleName(logged.getLoggerName()))
                .append(": ")
                .append(LogLine.message(logged))
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

    private static String padded(String level) {
        return level.length() < 5 ? level + " " : level;
    }

    private static String simpleName(@Nullable String logger) {
        return logger == null ? "" : logger.substring(logger.lastIndexOf('.') + 1);
    }
}
