package gossip.core.group;

import gossip.api.config.Setting;
import gossip.api.config.SettingType;
import gossip.api.config.Settings;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Settings of consumer groups. */
final class GroupSettings {
    /** Short, so that a lone consumer starts at once; long enough for consumers that start together to be one generation. */
    static final Setting<Duration> INITIAL_REBALANCE_DELAY = time(
            "group.initial_rebalance_delay",
            Duration.ofMillis(100),
            0,
            "How long an empty group waits for more members after the first; longer spares rebalances while many"
                    + " start.");

    static final Setting<Duration> MIN_SESSION_TIMEOUT = time(
            "group.min_session_timeout",
            Duration.ofSeconds(6),
            1,
            "Shortest session timeout that a consumer may ask for.");

    static final Setting<Duration> MAX_SESSION_TIMEOUT = time(
            "group.max_session_timeout",
            Duration.ofMinutes(30),
            1,
            "Longest session timeout that a consumer may ask for.");

    static final Setting<Integer> MAX_SIZE = Setting.of(
                    "group.max_size",
                    SettingType.INT,
                    Integer.MAX_VALUE,
                    "Most members of a consumer group; more are told GROUP_MAX_SIZE_REACHED.")
            .require(size -> size >= 1, "at least 1");

    static final Setting<Integer> MAX_GROUPS = Setting.of(
                    "group.max_groups",
                    SettingType.INT,
                    100_000,
                    "Most groups with members that a broker coordinates; members of more are told"
                            + " GROUP_MAX_SIZE_REACHED. The metric gossip_groups tells how many there are.")
            .require(count -> count >= 1, "at least 1");

    static final Setting<Integer> OFFSET_METADATA_SIZE = Setting.of(
                    "group.offset_metadata_size",
                    SettingType.INT,
                    4096,
                    "Longest text, in bytes, that a consumer may keep with a committed offset.")
            .require(size -> size >= 0 && size <= Short.MAX_VALUE, "0 to 32767");

    static final Setting<Integer> MAX_OFFSETS_OF_GROUP = Setting.of(
                    "group.max_offsets_per_group",
                    SettingType.INT,
                    100_000,
                    "Most partitions for which a group may have committed offsets; commits for more are refused with"
                            + " INVALID_COMMIT_OFFSET_SIZE, and the log says so.")
            .require(count -> count >= 1, "at least 1");

    static final Setting<Integer> MAX_OFFSETS = Setting.of(
                    "group.max_offsets",
                    SettingType.INT,
                    2_000_000,
                    "Most committed offsets of all groups that a broker coordinates; each takes about 250 bytes of the"
                            + " heap. Commits for more partitions are refused with INVALID_COMMIT_OFFSET_SIZE, and the"
                            + " log says so. The metric gossip_group_offsets tells how many there are.")
            .require(count -> count >= 1, "at least 1");

    static final Setting<Duration> OFFSETS_RETENTION = Setting.of(
                    "group.offsets_retention",
                    SettingType.DURATION,
                    Duration.ofDays(7),
                    "How long committed offsets are kept after the last commit when the group has no members, or none"
                            + " that is subscribed to the topic; -1 for ever.")
            .require(time -> time.toMillis() == -1 || time.toMillis() >= 60_000, "at least 1m, or -1");

    private static final List<Setting<?>> CLASSIC = List.of(
            INITIAL_REBALANCE_DELAY,
            MIN_SESSION_TIMEOUT,
            MAX_SESSION_TIMEOUT,
            MAX_SIZE,
            MAX_GROUPS,
            OFFSET_METADATA_SIZE,
            MAX_OFFSETS_OF_GROUP,
            MAX_OFFSETS,
            OFFSETS_RETENTION);

    static final List<Setting<?>> ALL = Stream.of(CLASSIC, ConsumerSettings.ALL)
            .<Setting<?>>flatMap(List::stream)
            .toList();

    private GroupSettings() {}

    static OffsetLimits.Most mostOffsets(Settings settings) {
        return new OffsetLimits.Most(
                settings.value(OFFSET_METADATA_SIZE),
                settings.value(MAX_OFFSETS_OF_GROUP),
                settings.value(MAX_OFFSETS));
    }

    private static Setting<Duration> time(String key, Duration defaultValue, long leastMs, String doc) {
        return Setting.of(key, SettingType.DURATION, defaultValue, doc)
                .require(
                        time -> time.toMillis() >= leastMs && time.toMillis() <= Integer.MAX_VALUE,
                        "a duration from " + leastMs + "ms to 24d");
    }
}
