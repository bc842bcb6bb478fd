package gossip.launcher.log;

import java.text.MessageFormat;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/** Makes text of a record of the log. Any thread. */
@FunctionalInterface
interface LogLine {
    /** The text, with its line end. */
    String of(LogRecord logged, String thread);

    /** What operators call a level. */
    static String level(Level level) {
        int value = level.intValue();
        if (value >= Level.SEVERE.intValue()) {
            return "ERROR";
        }
        if (value >= Level.WARNING.intValue()) {
            return "WARN";
        }
        if (value >= Level.INFO.intValue()) {
            return "INFO";
        }
        return value >= Level.FINE.intValue() ? "DEBUG" : "TRACE";
    }

    /** The message with its arguments in their places. */
    static String message(LogRecord logged) {
        String message = String.valueOf(logged.getMessage());
        Object[] arguments = logged.getParameters();
        return arguments == null || arguments.length == 0 ? message : MessageFormat.format(message, arguments);
    }
}
