package gossip.core.boot;

import gossip.api.config.Setting;
import gossip.api.config.SettingType;

/** How the log looks. */
public enum LogFormat {
    /** Lines for people. */
    TEXT,
    /** One JSON object in each line, for programs. */
    JSON;

    /** How the log of the broker looks when it runs as a process of its own. */
    public static final Setting<LogFormat> SETTING = Setting.of(
            "log.format",
            SettingType.oneOf(LogFormat.class),
            TEXT,
            "How the broker's process logs: lines for people, or one JSON object in each line.");
}
