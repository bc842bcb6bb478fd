package gossip.launcher.log;

import gossip.core.boot.LogFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/** Sets up java.util.logging, which is what System.Logger and the libraries write to. */
public final class ProcessLog {
    /** Libraries that tell more than an operator wants to know. */
    private static final List<String> TALKATIVE = List.of("org.apache.ratis", "io.netty", "org.apache.kafka");

    /** Keeps levels: java.util.logging forgets loggers that nobody holds. */
    private static final List<Logger> HELD = new ArrayList<>();

    private ProcessLog() {}

    /** Has to be called before anything logs. */
    public static void prepare() {
        System.setProperty("java.util.logging.manager", LastingLog.class.getName());
        // two threads that log first at the same time are nothing to tell an operator about
        System.setProperty("slf4j.internal.verbosity", "ERROR");
    }

    /**
     * Writes to standard error from now on.
     *
     * @param level how much
     * @param format how it looks
     */
    public static synchronized void begin(System.Logger.Level level, LogFormat format) {
        Logger root = Logger.getLogger("");
        for (Handler handler : root.getHandlers()) {
            root.removeHandler(handler);
        }
        Level own = translate(level);
        root.setLevel(own);
        root.addHandler(new LineHandler(System.err, line(format)));
        HELD.clear();
        if (own.intValue() >= Level.INFO.intValue() && own.intValue() < Level.WARNING.intValue()) {
            for (String name : TALKATIVE) {
                Logger logger = Logger.getLogger(name);
                logger.setLevel(Level.WARNING);
                HELD.add(logger);
            }
        }
    }

    /** Lets go of what {@link LastingLog} kept for the last lines. */
    public static void end() {
        if (LogManager.getLogManager() instanceof LastingLog lasting) {
            lasting.release();
        }
    }

    private static LogLine line(LogFormat format) {
        return switch (format) {
            case TEXT -> new TextLine();
            case JSON -> new JsonLine();
        };
    }

    private static Level translate(System.Logger.Level level) {
        return switch (level) {
            case ALL -> Level.ALL;
            case TRACE -> Level.FINER;
            case DEBUG -> Level.FINE;
            case INFO -> Level.INFO;
            case WARNING -> Level.WARNING;
            case ERROR -> Level.SEVERE;
            case OFF -> Level.OFF;
        };
    }
}
