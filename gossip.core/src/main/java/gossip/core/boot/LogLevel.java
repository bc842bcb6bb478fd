package gossip.core.boot;

import gossip.api.config.Setting;
import gossip.api.config.SettingType;
import java.lang.System.Logger.Level;

/** How much is logged. */
public enum LogLevel {
    /** Everything. */
    TRACE(Level.TRACE),
    /** What a developer wants. */
    DEBUG(Level.DEBUG),
    /** What an operator wants on a quiet day. */
    INFO(Level.INFO),
    /** What is odd. */
    WARNING(Level.WARNING),
    /** What is broken. */
    ERROR(Level.ERROR);

    /** How much the broker logs when it runs as a process of its own. */
    public static final Setting<LogLevel> SETTING = Setting.of(
            "log.level",
            SettingType.oneOf(LogLevel.class),
            INFO,
            "How much the broker's process logs; inside another program that program decides.");

    private final Level level;

    LogLevel(Level level) {
        this.level = level;
    }

    /**
     * The level of the logging facade.
     *
     * @return a level
     */
    public Level level() {
        return level;
    }
}
