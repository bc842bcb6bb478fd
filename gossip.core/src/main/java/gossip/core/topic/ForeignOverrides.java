package gossip.core.topic;

import gossip.api.config.Setting;
import gossip.api.config.SettingType;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Settings of topics that belong to parts of Kafka which are not here: they are checked and kept, so that tools which set
 * them go on working, but what would switch such a part on is refused.
 */
final class ForeignOverrides {
    static final Setting<List<String>> FOLLOWER_THROTTLED = throttled("follower");
    static final Setting<List<String>> LEADER_THROTTLED = throttled("leader");

    static final Setting<Boolean> DEAD_LETTER_QUEUE = off(
            "errors.deadletterqueue.group.enable",
            "Whether share groups may put records there that they cannot deliver.",
            "false: there are no share groups that could use the topic as a dead-letter queue");

    static final Setting<Boolean> REMOTE_STORAGE = off(
            "remote.storage.enable",
            "Whether old segments are moved to a remote store.",
            "false: tiered storage is not available in this broker, segments are kept on its own disk");

    private static final String NOT_TIERED = " No effect: there is no tiered storage.";

    static final Setting<Long> LOCAL_RETENTION_BYTES = atLeast(
            -2,
            "local.retention.bytes",
            -2L,
            "Bytes of a tiered partition that stay on the broker's disk." + NOT_TIERED);
    static final Setting<Long> LOCAL_RETENTION_MS = atLeast(
            -2, "local.retention.ms", -2L, "How long in ms a tiered segment stays on the broker's disk." + NOT_TIERED);
    static final Setting<Long> REMOTE_COPY_LAG_BYTES = atLeast(
            -1,
            "remote.copy.lag.bytes",
            -1L,
            "Bytes of a partition that are not copied to the remote store." + NOT_TIERED);
    static final Setting<Long> REMOTE_COPY_LAG_MS = atLeast(
            -1, "remote.copy.lag.ms", 0L, "How long in ms a segment is not copied to the remote store." + NOT_TIERED);
    static final Setting<Boolean> REMOTE_COPY_DISABLE = Setting.of(
            "remote.log.copy.disable",
            SettingType.BOOLEAN,
            false,
            "Whether copying to the remote store is paused." + NOT_TIERED);
    static final Setting<Boolean> REMOTE_DELETE_ON_DISABLE = Setting.of(
            "remote.log.delete.on.disable",
            SettingType.BOOLEAN,
            false,
            "Whether the remote store's part goes when tiering ends." + NOT_TIERED);

    static final List<Setting<?>> ALL = List.of(
            DEAD_LETTER_QUEUE,
            FOLLOWER_THROTTLED,
            LEADER_THROTTLED,
            LOCAL_RETENTION_BYTES,
            LOCAL_RETENTION_MS,
            REMOTE_COPY_LAG_BYTES,
            REMOTE_COPY_LAG_MS,
            REMOTE_COPY_DISABLE,
            REMOTE_DELETE_ON_DISABLE,
            REMOTE_STORAGE);

    private static final Pattern REPLICA = Pattern.compile("\\d+:\\d+");

    private ForeignOverrides() {}

    private static Setting<Long> atLeast(long least, String name, long defaultValue, String doc) {
        return Setting.of(name, SettingType.LONG, defaultValue, doc)
                .require(value -> value >= least, "a number of at least " + least);
    }

    private static Setting<Boolean> off(String name, String doc, String expected) {
        return Setting.of(name, SettingType.BOOLEAN, false, doc).require(on -> !on, expected);
    }

    private static Setting<List<String>> throttled(String role) {
        return Setting.of(
                        role + ".replication.throttled.replicas",
                        Words.LIST,
                        List.of(),
                        "Replicas whose copying is throttled where this broker is the " + role
                                + ": partition:broker, or * for all.")
                .require(ForeignOverrides::areReplicas, "* or a list of partition:broker such as 0:1,1:2");
    }

    private static boolean areReplicas(List<String> items) {
        return items.equals(List.of("*"))
                || items.stream().allMatch(item -> REPLICA.matcher(item).matches());
    }
}
