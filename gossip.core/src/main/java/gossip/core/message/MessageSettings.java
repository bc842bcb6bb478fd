package gossip.core.message;

import gossip.api.config.Setting;
import gossip.api.config.SettingType;
import java.time.Duration;
import java.util.List;

/** Limits of single records and of those who read them. */
final class MessageSettings {
    static final Setting<Long> MAX_PENDING_BYTES = Setting.of(
                    "messages.max_pending_bytes",
                    SettingType.SIZE,
                    32L << 20,
                    "Bytes of records sent through doors for single records (REST, gRPC) that may be under way; beyond"
                            + " it they are refused with THROTTLING_QUOTA_EXCEEDED.")
            .require(size -> size >= 1 << 20, "at least 1MB");

    static final Setting<Integer> MAX_MEMBERS = Setting.of(
                    "messages.max_members",
                    SettingType.INT,
                    2000,
                    "Members of consumer groups that this node looks after, for clients that do not speak the group"
                            + " protocol (REST, gRPC); more are told GROUP_MAX_SIZE_REACHED.")
            .require(count -> count >= 0, "at least 0");

    static final Setting<Duration> MAX_MEMBER_IDLE_TIME = Setting.of(
                    "messages.max_member_idle_time",
                    SettingType.DURATION,
                    Duration.ofMinutes(30),
                    "Longest time for which such a member may ask to be kept without a poll.")
            .require(
                    time -> time.toMillis() >= 1 && time.toMillis() <= Integer.MAX_VALUE, "a duration from 1ms to 24d");

    static final List<Setting<?>> ALL = List.of(MAX_PENDING_BYTES, MAX_MEMBERS, MAX_MEMBER_IDLE_TIME);

    private MessageSettings() {}
}
