package gossip.core.lag;

import gossip.api.broker.Groups;
import gossip.api.broker.Messages;
import gossip.api.broker.Records;
import gossip.api.config.Setting;
import gossip.api.config.SettingType;
import gossip.api.config.Settings;
import gossip.api.metrics.Metrics;
import gossip.api.metrics.Sample;
import gossip.api.metrics.Sample.Labels;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * Keeps an answer to how far groups are behind. It is worked out when somebody has looked at the answer before and that is
 * old, so that a broker whose figures nobody reads does nothing. Thread-safe; never blocks.
 */
public final class LagWatch {
    /** How old an answer may be. */
    static final Setting<Duration> INTERVAL = Setting.of(
                    "metrics.lag_interval",
                    SettingType.DURATION,
                    Duration.ofSeconds(15),
                    "How often it is worked out how far groups are behind, at most and only while the metrics are"
                            + " read; 0ms for never. Groups are looked at one after another, with a short read for each"
                            + " partition that has a lag.")
            .require(interval -> !interval.isNegative(), "at least 0ms");

    /** How much an answer may hold. */
    static final Setting<Integer> MAX_PARTITIONS = Setting.of(
                    "metrics.max_lag_partitions",
                    SettingType.INT,
                    2000,
                    "Most partitions of all groups whose lag is among the metrics. The metric"
                            + " gossip_group_lag_partitions tells how many there are.")
            .require(count -> count >= 1, "at least 1");

    /** Its settings. */
    public static final List<Setting<?>> SETTINGS = List.of(INTERVAL, MAX_PARTITIONS);

    private static final Logger LOG = System.getLogger(LagWatch.class.getName());

    private final LagReader reader;
    private final Limits limits;
    private final LongSupplier nanoTime;
    private final AtomicBoolean reading = new AtomicBoolean();
    private volatile Answer answer;

    LagWatch(LagReader reader, Limits limits, LongSupplier nanoTime, Metrics metrics) {
        this.reader = reader;
        this.limits = limits;
        this.nanoTime = nanoTime;
        this.answer = new Answer(List.of(), 0, nanoTime.getAsLong() - limits.interval.toNanos());
        metrics.gauge(
                "gossip_group_lag_partitions",
                "Partitions of groups whose lag is among the metrics.",
                () -> answer.partitions);
        metrics.limit(MAX_PARTITIONS.key(), () -> limits.maxPartitions, () -> answer.partitions);
    }

    /**
     * Creates the watch; nothing happens until somebody looks.
     *
     * @param groups whose offsets are compared
     * @param records tell the ends of partitions
     * @param messages tell the times of records
     * @param settings effective settings of the broker
     * @param clock wall clock, to which the timestamps of records are compared
     * @param metrics where it reports how much it holds
     * @return the watch
     */
    public static LagWatch of(
            Groups groups,
            Records records,
            Messages messages,
            Settings settings,
            InstantSource clock,
            Metrics metrics) {
        return new LagWatch(
                new LagReader(groups, records, messages, clock),
                new Limits(settings.value(INTERVAL), settings.value(MAX_PARTITIONS)),
                System::nanoTime,
                metrics);
    }

    /**
     * The latest answer. If it is old, a newer one is worked out for whoever asks next.
     *
     * @return figures of each group and partition; none at first
     */
    public List<Sample> samples() {
        refresh();
        return answer.samples;
    }

    /** Works out a newer answer if one is due; completes when that is done. */
    CompletionStage<Void> refresh() {
        boolean isDue =
                limits.interval.isPositive() && nanoTime.getAsLong() - answer.atNanos >= limits.interval.toNanos();
        CompletableFuture<Void> done = new CompletableFuture<>();
        if (isDue && reading.compareAndSet(false, true)) {
            Thread.ofVirtual().name("gossip-lag").start(() -> {
                read();
                done.complete(null);
            });
        } else {
            done.complete(null);
        }
        return done;
    }

    private void read() {
        List<Sample> samples = answer.samples;
        int partitions = answer.partitions;
        try {
            List<Lag> lags = reader.read(limits.maxPartitions);
            samples = samples(lags);
            partitions = lags.size();
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "how far groups are behind could not be worked out: " + e);
        } finally {
            answer = new Answer(samples, partitions, nanoTime.getAsLong());
            reading.set(false);
        }
    }

    private static List<Sample> samples(List<Lag> lags) {
        List<Sample> samples = new ArrayList<>(2 * lags.size());
        for (Lag lag : lags) {
            Labels labels = Labels.of(
                    "group",
                    lag.group(),
                    "topic",
                    lag.partition().topic(),
                    "partition",
                    String.valueOf(lag.partition().partition()));
            samples.add(new Sample.Value(
                    "gossip_group_lag_records",
                    "Records from the committed offset of a group to the end of the partition.",
                    labels,
                    lag.records()));
            samples.add(new Sample.Value(
                    "gossip_group_lag_seconds",
                    "Age of the first record that a group has not committed, by its timestamp.",
                    labels,
                    lag.seconds()));
        }
        return samples;
    }

    /**
     * Limits of a watch.
     *
     * @param interval how old an answer may be; 0 to have none
     * @param maxPartitions how much an answer may hold
     */
    record Limits(Duration interval, int maxPartitions) {}

    private record Answer(List<Sample> samples, int partitions, long atNanos) {}
}
