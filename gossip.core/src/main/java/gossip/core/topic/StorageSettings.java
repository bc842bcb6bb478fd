package gossip.core.topic;

import gossip.api.Durability;
import gossip.api.config.Setting;
import gossip.api.config.SettingType;
import java.time.Duration;
import java.util.List;

/** What the broker gives every topic that does not say otherwise. */
public final class StorageSettings {
    private static final Duration UNLIMITED = Duration.ofMillis(-1);

    /** When a record is acknowledged. */
    public static final Setting<Durability> DURABILITY = Setting.of(
            "storage.durability",
            SettingType.oneOf(Durability.class),
            Durability.FSYNC,
            "What an acknowledged record has survived: fsync (loss of power) or os (kill -9, but not loss of power).");

    /** Largest segment. */
    public static final Setting<Long> SEGMENT_SIZE = Setting.of(
                    "storage.segment_size", SettingType.SIZE, 1L << 30, "Size at which a log segment is closed.")
            .require(size -> size >= 1 << 20 && size <= Integer.MAX_VALUE, "1MB to 2147483647B (just under 2GB)");

    /** Age of records that are deleted. */
    public static final Setting<Duration> RETENTION_TIME = Setting.of(
                    "storage.retention_time",
                    SettingType.DURATION,
                    Duration.ofDays(7),
                    "How long records are kept at least; -1 for ever.")
            .require(time -> time.toMillis() >= -1, "a duration, or -1 for no limit");

    /** Size of a partition beyond which records are deleted. */
    public static final Setting<Long> RETENTION_SIZE = Setting.of(
            "storage.retention_size",
            SettingType.SIZE,
            -1L,
            "Size of a partition above which its oldest segments are deleted; -1 for no limit.");

    /** Codec of stored batches. */
    public static final Setting<String> COMPRESSION = Setting.of(
                    "storage.compression",
                    SettingType.TEXT,
                    Codec.PRODUCER,
                    "Codec that record batches are stored in; producer keeps each as it was sent.")
            .require(Codec::isKnown, Codec.EXPECTED);

    /** Largest record batch. */
    public static final Setting<Long> MAX_MESSAGE_SIZE = Setting.of(
                    "storage.max_message_size",
                    SettingType.SIZE,
                    1_048_588L,
                    "Largest record batch that is taken, as compressed by the producer.")
            .require(size -> size >= 0 && size <= Integer.MAX_VALUE, "0 to 2147483647B (just under 2GB)");

    static final Setting<List<String>> CLEANUP_POLICY = Setting.of(
                    "storage.cleanup_policy",
                    Words.LIST,
                    List.of("delete"),
                    "What becomes of old segments: delete by age and size, compact by key, both, or when empty"
                            + " nothing.")
            .require(Words.CLEANUP_POLICIES::containsAll, "delete, compact or both");

    static final Setting<Duration> SEGMENT_TIME = Setting.of(
                    "storage.segment_time",
                    SettingType.DURATION,
                    Duration.ofDays(7),
                    "Age at which a log segment is closed even if it is small.")
            .require(time -> time.toMillis() >= 1, "a duration of at least 1ms");

    static final Setting<Duration> SEGMENT_JITTER = Setting.of(
                    "storage.segment_jitter",
                    SettingType.DURATION,
                    Duration.ZERO,
                    "Most that is taken at random from storage.segment_time, so that segments are not all closed at"
                            + " once.")
            .require(time -> !time.isNegative(), "a duration");

    static final Setting<Duration> TOMBSTONE_TIME = Setting.of(
                    "storage.tombstone_time",
                    SettingType.DURATION,
                    Duration.ofDays(1),
                    "How long a tombstone stays after the compaction that first saw it.")
            .require(time -> !time.isNegative(), "a duration");

    static final Setting<Duration> MIN_COMPACTION_LAG = Setting.of(
                    "storage.min_compaction_lag",
                    SettingType.DURATION,
                    Duration.ZERO,
                    "Shortest time that a record stays uncompacted.")
            .require(time -> !time.isNegative(), "a duration");

    static final Setting<Duration> MAX_COMPACTION_LAG = Setting.of(
                    "storage.max_compaction_lag",
                    SettingType.DURATION,
                    UNLIMITED,
                    "Longest time that a record stays uncompacted; -1 for no limit.")
            .require(time -> time.equals(UNLIMITED) || time.toMillis() >= 1, "a duration of at least 1ms, or -1");

    static final Setting<Double> MIN_DIRTY_RATIO = Setting.of(
                    "storage.min_dirty_ratio",
                    Words.FRACTION,
                    0.5,
                    "Share of uncompacted bytes above which a log is compacted.")
            .require(ratio -> ratio >= 0 && ratio <= 1, "a fraction from 0 to 1");

    static final Setting<String> TIMESTAMP_TYPE = Setting.of(
                    "storage.timestamp_type",
                    Words.WORD,
                    "CreateTime",
                    "Whose clock gives the timestamps: CreateTime is the producer's, LogAppendTime the broker's.")
            .require(Words.TIMESTAMP_TYPES::contains, "CreateTime or LogAppendTime");

    static final Setting<Duration> TIMESTAMP_BEFORE_MAX = Setting.of(
                    "storage.timestamp_before_max",
                    SettingType.DURATION,
                    UNLIMITED,
                    "How far a producer's timestamp may lie behind the broker's clock; -1 for no limit.")
            .require(time -> time.toMillis() >= -1, "a duration, or -1 for no limit");

    static final Setting<Duration> TIMESTAMP_AFTER_MAX = Setting.of(
                    "storage.timestamp_after_max",
                    SettingType.DURATION,
                    Duration.ofHours(1),
                    "How far a producer's timestamp may lie ahead of the broker's clock; -1 for no limit.")
            .require(time -> time.toMillis() >= -1, "a duration, or -1 for no limit");

    static final Setting<Integer> MIN_INSYNC_REPLICAS = Setting.of(
                    "storage.min_insync_replicas",
                    SettingType.INT,
                    1,
                    "In-sync replicas that a produce with acks=all needs to be acknowledged.")
            .require(count -> count >= 1, "at least 1");

    static final Setting<Long> INDEX_INTERVAL = Setting.of(
                    "storage.index_interval",
                    SettingType.SIZE,
                    4096L,
                    "Bytes of log between two entries of the sparse indexes.")
            .require(size -> size >= 0 && size <= Integer.MAX_VALUE, "0 to 2147483647B (just under 2GB)");

    /** All of them. */
    public static final List<Setting<?>> SETTINGS = List.of(
            DURABILITY,
            SEGMENT_SIZE,
            RETENTION_TIME,
            RETENTION_SIZE,
            COMPRESSION,
            MAX_MESSAGE_SIZE,
            CLEANUP_POLICY,
            SEGMENT_TIME,
            SEGMENT_JITTER,
            TOMBSTONE_TIME,
            MIN_COMPACTION_LAG,
            MAX_COMPACTION_LAG,
            MIN_DIRTY_RATIO,
            TIMESTAMP_TYPE,
            TIMESTAMP_BEFORE_MAX,
            TIMESTAMP_AFTER_MAX,
            MIN_INSYNC_REPLICAS,
            INDEX_INTERVAL);

    private StorageSettings() {}
}
