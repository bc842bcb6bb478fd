package gossip.core.topic;

import gossip.api.Durability;
import gossip.api.config.Setting;
import gossip.api.config.SettingType;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The settings a topic can have of its own: names, types, defaults and limits as in Kafka 4.4, and one of Gossip's. Durations
 * are plain numbers of ms, as Kafka's tools write them. A default here is replaced by the broker's where the broker has one.
 */
public final class TopicOverrides {
    static final Setting<List<String>> CLEANUP_POLICY = Setting.of(
                    "cleanup.policy",
                    Words.LIST,
                    List.of("delete"),
                    "What becomes of old segments: delete by age and size, compact by key, both, or when empty"
                            + " nothing.")
            .require(Words.CLEANUP_POLICIES::containsAll, "delete, compact or both");
    static final Setting<String> COMPRESSION_TYPE = Setting.of(
                    "compression.type",
                    Words.WORD,
                    Codec.PRODUCER,
                    "Codec that record batches are stored in; producer keeps each as it was sent.")
            .require(Codec::isKnown, Codec.EXPECTED);
    static final Setting<Integer> GZIP_LEVEL = Setting.of(
                    "compression.gzip.level",
                    SettingType.INT,
                    -1,
                    "Level of gzip where compression.type is gzip: 1 (fastest) to 9 (smallest), -1 for gzip's own.")
            .require(level -> level == -1 || level >= 1 && level <= 9, "a number from 1 to 9, or -1");
    static final Setting<Integer> LZ4_LEVEL = Setting.of(
                    "compression.lz4.level",
                    SettingType.INT,
                    9,
                    "Level of lz4 where compression.type is lz4: 9 is the fast compressor, others the thorough one.")
            .require(level -> level >= 1 && level <= 17, "a number from 1 to 17");
    static final Setting<Integer> ZSTD_LEVEL = Setting.of(
                    "compression.zstd.level",
                    SettingType.INT,
                    3,
                    "Level of zstd where compression.type is zstd: higher is smaller, negative is faster.")
            .require(level -> level >= -131_072 && level <= 22, "a number from -131072 to 22");
    static final Setting<Long> DELETE_RETENTION_MS = atLeast(
            0,
            "delete.retention.ms",
            86_400_000L,
            "How long in ms a tombstone stays after the compaction that first saw it.");
    static final Setting<Long> FILE_DELETE_DELAY_MS = atLeast(
            0,
            "file.delete.delay.ms",
            60_000L,
            "How long a removed segment's file stays on disk, in ms. No effect: a file goes when the last of its"
                    + " readers is done.");
    static final Setting<Long> FLUSH_MESSAGES = atLeast(
            1,
            "flush.messages",
            Long.MAX_VALUE,
            "Records after which the log is flushed. No effect: gossip.durability decides what an acknowledged record"
                    + " has survived.");
    static final Setting<Long> FLUSH_MS = atLeast(
            0,
            "flush.ms",
            Long.MAX_VALUE,
            "Time in ms after which the log is flushed. No effect: gossip.durability decides what an acknowledged"
                    + " record has survived.");
    static final Setting<Durability> DURABILITY = Setting.of(
            "gossip.durability",
            SettingType.oneOf(Durability.class),
            Durability.FSYNC,
            "What an acknowledged record has survived: fsync (loss of power) or os (kill -9, but not loss of power).");
    static final Setting<Integer> INDEX_INTERVAL_BYTES =
            atLeast(0, "index.interval.bytes", 4096, "Bytes of log between two entries of the sparse indexes.");
    static final Setting<Long> MAX_COMPACTION_LAG_MS = atLeast(
            1,
            "max.compaction.lag.ms",
            Long.MAX_VALUE,
            "Longest time in ms that a record stays uncompacted: then its segment is closed and compacted, however"
                    + " little there is.");
    static final Setting<Integer> MAX_MESSAGE_BYTES = atLeast(
            0, "max.message.bytes", 1_048_588, "Largest record batch that is taken, in bytes as the producer sent it.");
    static final Setting<Integer> MAX_DECOMPRESSED_MESSAGE_BYTES = Setting.of(
                    "max.decompressed.message.bytes",
                    SettingType.INT,
                    Integer.MAX_VALUE - 8,
                    "Largest record within a compressed batch, in bytes when expanded.")
            .require(size -> size >= 1 && size <= Integer.MAX_VALUE - 8, "a number from 1 to 2147483639");
    static final Setting<Long> TIMESTAMP_AFTER_MAX_MS = atLeast(
            0,
            "message.timestamp.after.max.ms",
            3_600_000L,
            "How far in ms a producer's timestamp may lie ahead of the broker's clock; not with LogAppendTime.");
    static final Setting<Long> TIMESTAMP_BEFORE_MAX_MS = atLeast(
            0,
            "message.timestamp.before.max.ms",
            Long.MAX_VALUE,
            "How far in ms a producer's timestamp may lie behind the broker's clock; not with LogAppendTime.");
    static final Setting<String> TIMESTAMP_TYPE = Setting.of(
                    "message.timestamp.type",
                    Words.WORD,
                    "CreateTime",
                    "Whose clock gives the timestamps: CreateTime is the producer's, LogAppendTime the broker's.")
            .require(Words.TIMESTAMP_TYPES::contains, "CreateTime or LogAppendTime");
    static final Setting<Double> MIN_CLEANABLE_DIRTY_RATIO = Setting.of(
                    "min.cleanable.dirty.ratio",
                    Words.FRACTION,
                    0.5,
                    "Share of uncompacted bytes above which a log is compacted.")
            .require(ratio -> ratio >= 0 && ratio <= 1, "a fraction from 0 to 1");
    static final Setting<Long> MIN_COMPACTION_LAG_MS =
            atLeast(0, "min.compaction.lag.ms", 0L, "Shortest time in ms that a record stays uncompacted.");
    static final Setting<Integer> MIN_INSYNC_REPLICAS = atLeast(
            1, "min.insync.replicas", 1, "In-sync replicas that a produce with acks=all needs to be acknowledged.");
    static final Setting<Boolean> PREALLOCATE = Setting.of(
            "preallocate",
            SettingType.BOOLEAN,
            false,
            "Whether segments get their full size at once. No effect: the write-ahead log is preallocated instead.");
    static final Setting<Long> RETENTION_BYTES = Setting.of(
            "retention.bytes",
            SettingType.LONG,
            -1L,
            "Size in bytes of a partition above which its oldest segments are deleted; negative for no limit.");
    static final Setting<Long> RETENTION_MS =
            atLeast(-1, "retention.ms", 604_800_000L, "How long in ms records are kept at least; -1 for ever.");
    static final Setting<Integer> SEGMENT_BYTES =
            atLeast(1 << 20, "segment.bytes", 1 << 30, "Size in bytes at which a log segment is closed.");
    static final Setting<Integer> SEGMENT_INDEX_BYTES = atLeast(
            4,
            "segment.index.bytes",
            10 << 20,
            "Largest index of a segment in bytes. No effect: indexes grow with their segment.");
    static final Setting<Long> SEGMENT_JITTER_MS = atLeast(
            0,
            "segment.jitter.ms",
            0L,
            "Most that is taken at random, in ms, from segment.ms, so that segments are not all closed at once.");
    static final Setting<Long> SEGMENT_MS =
            atLeast(1, "segment.ms", 604_800_000L, "Age in ms at which a log segment is closed even if it is small.");
    static final Setting<Boolean> UNCLEAN_LEADER_ELECTION = Setting.of(
            "unclean.leader.election.enable",
            SettingType.BOOLEAN,
            false,
            "Whether a replica that lacks committed records may lead. No effect yet.");

    /** All of them, by name. */
    public static final List<Setting<?>> ALL = sorted(List.of(
            CLEANUP_POLICY,
            COMPRESSION_TYPE,
            GZIP_LEVEL,
            LZ4_LEVEL,
            ZSTD_LEVEL,
            DELETE_RETENTION_MS,
            FILE_DELETE_DELAY_MS,
            FLUSH_MESSAGES,
            FLUSH_MS,
            DURABILITY,
            INDEX_INTERVAL_BYTES,
            MAX_COMPACTION_LAG_MS,
            MAX_DECOMPRESSED_MESSAGE_BYTES,
            MAX_MESSAGE_BYTES,
            TIMESTAMP_AFTER_MAX_MS,
            TIMESTAMP_BEFORE_MAX_MS,
            TIMESTAMP_TYPE,
            MIN_CLEANABLE_DIRTY_RATIO,
            MIN_COMPACTION_LAG_MS,
            MIN_INSYNC_REPLICAS,
            PREALLOCATE,
            RETENTION_BYTES,
            RETENTION_MS,
            SEGMENT_BYTES,
            SEGMENT_INDEX_BYTES,
            SEGMENT_JITTER_MS,
            SEGMENT_MS,
            UNCLEAN_LEADER_ELECTION));

    static final Map<String, Setting<?>> BY_NAME =
            ALL.stream().collect(Collectors.toUnmodifiableMap(Setting::key, Function.identity()));

    private TopicOverrides() {}

    private static List<Setting<?>> sorted(List<Setting<?>> own) {
        return Stream.concat(own.stream(), ForeignOverrides.ALL.stream())
                .sorted(Comparator.comparing(Setting::key))
                .toList();
    }

    private static Setting<Long> atLeast(long least, String name, long defaultValue, String doc) {
        Predicate<Long> valid = value -> value >= least;
        return Setting.of(name, SettingType.LONG, defaultValue, doc).require(valid, "a number of at least " + least);
    }

    private static Setting<Integer> atLeast(int least, String name, int defaultValue, String doc) {
        Predicate<Integer> valid = value -> value >= least;
        return Setting.of(name, SettingType.INT, defaultValue, doc)
                .require(valid, "a number from " + least + " to " + Integer.MAX_VALUE);
    }
}
