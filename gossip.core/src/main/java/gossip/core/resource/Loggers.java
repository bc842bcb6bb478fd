package gossip.core.resource;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.broker.Configs.Edit;
import gossip.api.broker.Configs.Entry;
import gossip.api.broker.Configs.Source;
import gossip.api.broker.Configs.ValueType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/**
 * The loggers of the process and how much they tell, in Kafka's words (KIP-412). What is changed here lasts until the
 * process ends.
 */
public final class Loggers {
    private static final String ROOT = "root";

    private static final Map<String, Level> LEVELS = Map.of(
            "FATAL", Level.OFF,
            "ERROR", Level.SEVERE,
            "WARN", Level.WARNING,
            "INFO", Level.INFO,
            "DEBUG", Level.FINE,
            "TRACE", Level.FINER);

    /** Held, since a logger that nobody holds forgets its level. At most as many as there are loggers. */
    private final Map<String, Logger> changed = new ConcurrentHashMap<>();

    /** Creates a view of the process's loggers. */
    public Loggers() {
        // nothing is held before something is changed
    }

    /**
     * All loggers.
     *
     * @return with their effective levels, by name
     */
    public List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        for (String name : Collections.list(LogManager.getLogManager().getLoggerNames())) {
            Logger logger = LogManager.getLogManager().getLogger(name);
            if (logger != null && !name.equals(Logger.GLOBAL_LOGGER_NAME)) {
                entries.add(entry(name.isEmpty() ? ROOT : name, word(level(logger))));
            }
        }
        entries.sort(java.util.Comparator.comparing(Entry::name));
        return entries;
    }

    /**
     * Changes levels, all or none.
     *
     * @param edits what to change
     * @param validateOnly whether to check only
     * @throws BrokerException if a logger or level does not exist, or if the edit is not one for levels
     */
    public void alter(List<Edit> edits, boolean validateOnly) {
        edits.forEach(this::check);
        if (!validateOnly) {
            edits.forEach(this::apply);
        }
    }

    private void check(Edit edit) {
        if (!exists(edit.name())) {
            throw new BrokerException(ErrorCode.INVALID_CONFIG, "logger " + edit.name() + " does not exist");
        }
        switch (edit.action()) {
            case SET -> {
                String level = edit.value().orElse("");
                if (!LEVELS.containsKey(level)) {
                    throw new BrokerException(
                            ErrorCode.INVALID_CONFIG,
                            "the log level of " + edit.name() + " cannot be '" + level
                                    + "'; expected FATAL, ERROR, WARN, INFO, DEBUG or TRACE");
                }
            }
            case DELETE -> {
                if (edit.name().equals(ROOT)) {
                    throw new BrokerException(
                            ErrorCode.INVALID_REQUEST, "the log level of the root logger cannot be removed");
                }
            }
            case APPEND, SUBTRACT ->
                throw new BrokerException(
                        ErrorCode.INVALID_REQUEST, edit.action() + " is for lists, and log levels are none");
        }
    }

    private void apply(Edit edit) {
        Logger logger = Logger.getLogger(edit.name().equals(ROOT) ? "" : edit.name());
        changed.put(edit.name(), logger);
        logger.setLevel(edit.value().map(LEVELS::get).orElse(null));
    }

    /** Whether there is a logger of that name, or one below it. */
    private static boolean exists(String name) {
        if (name.equals(ROOT)) {
            return true;
        }
        return !name.isEmpty()
                && Collections.list(LogManager.getLogManager().getLoggerNames()).stream()
                        .anyMatch(present -> present.equals(name) || present.startsWith(name + "."));
    }

    private static Level level(Logger logger) {
        for (Logger present = logger; present != null; present = present.getParent()) {
            if (present.getLevel() != null) {
                return present.getLevel();
            }
        }
        return Level.INFO;
    }

    private static String word(Level level) {
        int value = level.intValue();
        if (value == Level.OFF.intValue()) {
            return "FATAL";
        }
        if (value > Level.WARNING.intValue()) {
            return "ERROR";
        }
        if (value > Level.INFO.intValue()) {
            return "WARN";
        }
        if (value > Level.FINE.intValue()) {
            return "INFO";
        }
        return value > Level.FINER.intValue() ? "DEBUG" : "TRACE";
    }

    private static Entry entry(String name, String level) {
        return new Entry(
                name,
                Optional.of(level),
                Source.BROKER_LOGGER,
                ValueType.STRING,
                false,
                false,
                "How much this logger tells.",
                List.of());
    }
}
