package gossip.core.topic;

import gossip.api.Durability;
import gossip.api.config.Setting;
import gossip.api.config.SettingType;
import java.time.Duration;
import java.util.List;

/** What the broker gives every topic that does not say otherwise. */
public final class StorageSettings {
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

    /** All of them. */
    public static final List<Setting<?>> SETTINGS =
            List.of(DURABILITY, SEGMENT_SIZE, RETENTION_TIME, RETENTION_SIZE, COMPRESSION, MAX_MESSAGE_SIZE);

    private StorageSettings() {}
}
