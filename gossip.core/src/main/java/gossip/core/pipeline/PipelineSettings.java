package gossip.core.pipeline;

import gossip.api.config.Setting;
import gossip.api.config.SettingType;
import gossip.api.config.Settings;
import java.time.Duration;
import java.util.List;

/** Limits and periods of the pipeline. */
final class PipelineSettings {
    static final Setting<Integer> MAX_INFLIGHT_REQUESTS = Setting.of(
                    "pipeline.max_inflight_requests",
                    SettingType.INT,
                    4096,
                    "Produce requests that may be under way; beyond it connections are not read.")
            .require(count -> count >= 1 && count <= 1 << 20, "1 to 1048576");

    static final Setting<Long> MAX_INFLIGHT_BYTES = Setting.of(
                    "pipeline.max_inflight_bytes",
                    SettingType.SIZE,
                    64L << 20,
                    "Bytes of record batches that may be under way; beyond it connections are not read.")
            .require(size -> size >= 1, "at least 1B");

    static final Setting<Integer> SHARDS = Setting.of(
                    "pipeline.shards",
                    SettingType.INT,
                    0,
                    "Threads that append records; 0 for one up to four cores and a quarter of the cores beyond.")
            .require(count -> count >= 0 && count <= Long.SIZE, "0 to 64");

    static final Setting<Integer> READERS = Setting.of(
                    "pipeline.readers",
                    SettingType.INT,
                    0,
                    "Threads that read records from the disk; 0 for as many as there are cores, 2 to 8.")
            .require(count -> count >= 0 && count <= 256, "0 to 256");

    static final Setting<Integer> READ_QUEUE = Setting.of(
                    "pipeline.read_queue",
                    SettingType.INT,
                    4096,
                    "Fetches and look-ups that may wait for a reader; beyond it they are answered without records.")
            .require(count -> count >= 1, "at least 1");

    static final Setting<Integer> MAX_WAITING_FETCHES = Setting.of(
                    "pipeline.max_waiting_fetches",
                    SettingType.INT,
                    20_000,
                    "Fetches that may wait for records; beyond it they are answered without records at once.")
            .require(count -> count >= 0, "at least 0");

    static final Setting<Integer> MAX_PRODUCERS = Setting.of(
                    "pipeline.max_producers_per_partition",
                    SettingType.INT,
                    10_000,
                    "Idempotent producers remembered for each partition; beyond it the one silent longest is"
                            + " forgotten.")
            .require(count -> count >= 1, "at least 1");

    static final Setting<Duration> PRODUCER_EXPIRATION = Setting.of(
                    "pipeline.producer_expiration",
                    SettingType.DURATION,
                    Duration.ofDays(1),
                    "How long a silent idempotent producer is remembered.")
            .require(time -> time.toMillis() >= 1, "a duration of at least 1ms");

    static final Setting<Long> MAX_EXPANDED_BATCH = Setting.of(
                    "pipeline.max_expanded_batch",
                    SettingType.SIZE,
                    64L << 20,
                    "Largest size that a compressed batch may expand to where the broker has to look inside.")
            .require(size -> size >= 1 << 20 && size <= Integer.MAX_VALUE, "1MB to 2147483647B (just under 2GB)");

    static final Setting<Duration> PARTITION_IDLE_TIME = Setting.of(
                    "pipeline.partition_idle_time",
                    SettingType.DURATION,
                    Duration.ofMinutes(10),
                    "How long a partition stays open after its last use.")
            .require(time -> time.toMillis() >= 1, "a duration of at least 1ms");

    static final Setting<Long> CHECKPOINT_BYTES = Setting.of(
                    "storage.checkpoint_bytes",
                    SettingType.SIZE,
                    256L << 20,
                    "Size of the write-ahead log at which the partition logs are flushed and it is trimmed.")
            .require(size -> size >= 1 << 20, "at least 1MB");

    static final Setting<Duration> CHECKPOINT_INTERVAL = Setting.of(
                    "storage.checkpoint_interval",
                    SettingType.DURATION,
                    Duration.ofSeconds(60),
                    "How often the partition logs are flushed and the write-ahead log is trimmed at the latest.")
            .require(time -> time.toMillis() >= 100, "a duration of at least 100ms");

    static final Setting<Duration> RETENTION_CHECK_INTERVAL = Setting.of(
                    "storage.retention_check_interval",
                    SettingType.DURATION,
                    Duration.ofMinutes(5),
                    "How often old segments are looked for, to be deleted.")
            .require(time -> time.toMillis() >= 100, "a duration of at least 100ms");

    static final Setting<Duration> COMPACTION_INTERVAL = Setting.of(
                    "storage.compaction_interval",
                    SettingType.DURATION,
                    Duration.ofSeconds(15),
                    "How often partitions are looked for that need to be compacted.")
            .require(time -> time.toMillis() >= 100, "a duration of at least 100ms");

    static final Setting<Long> COMPACTION_RATE = Setting.of(
                    "storage.compaction_rate",
                    SettingType.SIZE,
                    100L << 20,
                    "Most bytes per second that compaction reads and writes together; -1 for no limit.")
            .require(size -> size == -1 || size >= 1 << 20, "at least 1MB, or -1 for no limit");

    static final List<Setting<?>> ALL = List.of(
            MAX_INFLIGHT_REQUESTS,
            MAX_INFLIGHT_BYTES,
            SHARDS,
            READERS,
            READ_QUEUE,
            MAX_WAITING_FETCHES,
            MAX_PRODUCERS,
            PRODUCER_EXPIRATION,
            MAX_EXPANDED_BATCH,
            PARTITION_IDLE_TIME,
            CHECKPOINT_BYTES,
            CHECKPOINT_INTERVAL,
            RETENTION_CHECK_INTERVAL,
            COMPACTION_INTERVAL,
            COMPACTION_RATE);

    private PipelineSettings() {}

    static int shards(Settings settings) {
        int chosen = settings.value(SHARDS);
        int cores = Runtime.getRuntime().availableProcessors();
        return chosen > 0 ? chosen : Math.clamp(cores / 4, 1, Long.SIZE);
    }

    static int readers(Settings settings) {
        int chosen = settings.value(READERS);
        return chosen > 0 ? chosen : Math.clamp(Runtime.getRuntime().availableProcessors(), 2, 8);
    }
}
