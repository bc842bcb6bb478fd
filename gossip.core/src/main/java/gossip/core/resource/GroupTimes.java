package gossip.core.resource;

import gossip.api.config.Setting;
import gossip.api.config.SettingType;
import gossip.api.config.Settings;
import gossip.core.config.ConfigException;
import gossip.core.config.ConfigException.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How often members of the consumer protocol are to be heard from: what holds for groups without settings of their own, and
 * what those may be set to.
 *
 * @param session silence after which a member is taken out
 * @param heartbeat time between two heartbeats of a member
 */
public record GroupTimes(Range session, Range heartbeat) {
    /** Session timeout of groups without one of their own. */
    public static final Setting<Duration> SESSION_TIMEOUT = time(
            "group.consumer_session_timeout",
            45_000,
            "Silence after which a member of a group of the consumer protocol is taken out, unless the group has a"
                    + " setting of its own (consumer.session.timeout.ms).");

    /** Least session timeout. */
    public static final Setting<Duration> MIN_SESSION_TIMEOUT = time(
            "group.consumer_min_session_timeout",
            45_000,
            "Shortest session timeout that groups of the consumer protocol may be given.");

    /** Most session timeout. */
    public static final Setting<Duration> MAX_SESSION_TIMEOUT = time(
            "group.consumer_max_session_timeout",
            60_000,
            "Longest session timeout that groups of the consumer protocol may be given.");

    /** Heartbeat interval of groups without one of their own. */
    public static final Setting<Duration> HEARTBEAT_INTERVAL = time(
            "group.consumer_heartbeat_interval",
            5_000,
            "How often a member of a group of the consumer protocol is to be heard from, unless the group has a"
                    + " setting of its own (consumer.heartbeat.interval.ms).");

    /** Least heartbeat interval. */
    public static final Setting<Duration> MIN_HEARTBEAT_INTERVAL = time(
            "group.consumer_min_heartbeat_interval",
            5_000,
            "Shortest heartbeat interval that groups of the consumer protocol may be given.");

    /** Most heartbeat interval. */
    public static final Setting<Duration> MAX_HEARTBEAT_INTERVAL = time(
            "group.consumer_max_heartbeat_interval",
            15_000,
            "Longest heartbeat interval that groups of the consumer protocol may be given.");

    /** All settings. */
    public static final List<Setting<?>> SETTINGS = List.of(
            SESSION_TIMEOUT,
            MIN_SESSION_TIMEOUT,
            MAX_SESSION_TIMEOUT,
            HEARTBEAT_INTERVAL,
            MIN_HEARTBEAT_INTERVAL,
            MAX_HEARTBEAT_INTERVAL);

    /**
     * A time with its bounds.
     *
     * @param usualMs what holds unless a group has its own, in ms
     * @param leastMs least that a group may have, in ms
     * @param mostMs most that a group may have, in ms
     */
    public record Range(int usualMs, int leastMs, int mostMs) {
        /**
         * Whether a value is allowed.
         *
         * @param ms a value
         * @return true if it is within the bounds
         */
        public boolean allows(int ms) {
            return ms >= leastMs && ms <= mostMs;
        }

        /**
         * The nearest value that is allowed, for values that were set under other bounds.
         *
         * @param ms a value
         * @return the value, or the bound that it is beyond
         */
        public int nearest(int ms) {
            return Math.max(leastMs, Math.min(mostMs, ms));
        }
    }

    /**
     * What is configured.
     *
     * @param settings effective settings
     * @return the times
     * @throws ConfigException if values contradict each other
     */
    public static GroupTimes of(Settings settings) {
        List<Problem> problems = new ArrayList<>();
        Range session = range(settings, SESSION_TIMEOUT, MIN_SESSION_TIMEOUT, MAX_SESSION_TIMEOUT, problems);
        Range heartbeat = range(settings, HEARTBEAT_INTERVAL, MIN_HEARTBEAT_INTERVAL, MAX_HEARTBEAT_INTERVAL, problems);
        if (heartbeat.usualMs() >= session.usualMs()) {
            problems.add(new Problem(
                    HEARTBEAT_INTERVAL.key(),
                    heartbeat.usualMs() + "ms must be less than " + SESSION_TIMEOUT.key() + ", which is "
                            + session.usualMs() + "ms"));
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return new GroupTimes(session, heartbeat);
    }

    private static Range range(
            Settings settings,
            Setting<Duration> usual,
            Setting<Duration> least,
            Setting<Duration> most,
            List<Problem> problems) {
        Range range = new Range(ms(settings, usual), ms(settings, least), ms(settings, most));
        if (range.leastMs() > range.mostMs()) {
            problems.add(new Problem(
                    least.key(),
                    range.leastMs() + "ms must not be more than " + most.key() + ", which is " + range.mostMs()
                            + "ms"));
        } else if (!range.allows(range.usualMs())) {
            problems.add(new Problem(
                    usual.key(),
                    range.usualMs() + "ms must be from " + range.leastMs() + "ms (" + least.key() + ") to "
                            + range.mostMs() + "ms (" + most.key() + ")"));
        }
        return range;
    }

    private static int ms(Settings settings, Setting<Duration> setting) {
        return (int) settings.value(setting).toMillis();
    }

    private static Setting<Duration> time(String key, int defaultMs, String doc) {
        return Setting.of(key, SettingType.DURATION, Duration.ofMillis(defaultMs), doc)
                .require(
                        time -> time.toMillis() >= 1 && time.toMillis() <= Integer.MAX_VALUE,
                        "a duration from 1ms to 24d");
    }
}
