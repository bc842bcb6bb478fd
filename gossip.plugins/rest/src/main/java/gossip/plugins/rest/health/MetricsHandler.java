package gossip.plugins.rest.health;

import gossip.api.broker.Figures;
import gossip.api.metrics.Sample;
import gossip.plugins.rest.http.Request;
import gossip.plugins.rest.http.Response;
import gossip.plugins.rest.route.Handler;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.PrometheusNaming;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The broker's figures, in the text format of Prometheus or of OpenMetrics, as the client accepts. */
final class MetricsHandler implements Handler {
    private static final String COUNTER_SUFFIX = "_total";
    private static final double[] SECONDS = {
        0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30
    };
    private static final double[] AMOUNTS = {
        1, 4, 16, 64, 256, 1 << 10, 1 << 12, 1 << 14, 1 << 16, 1 << 18, 1 << 20, 1 << 22, 1 << 24, 1 << 26
    };

    private final Figures figures;
    private final ExpositionFormats formats = ExpositionFormats.init();

    MetricsHandler(Figures figures) {
        this.figures = figures;
    }

    @Override
    public Response answer(Request request) {
        Set<String> wanted = Set.copyOf(request.head().target().query().getOrDefault("name[]", List.of()));
        Map<String, List<Sample>> byName = figures.snapshot(request.context()).stream()
                .filter(sample -> wanted.isEmpty() || wanted.contains(sample.name()))
                .collect(Collectors.groupingBy(Sample::name, LinkedHashMap::new, Collectors.toList()));
        MetricSnapshots.Builder snapshots = MetricSnapshots.builder();
        byName.values().forEach(samples -> snapshots.metricSnapshot(snapshot(samples)));
        ExpositionFormatWriter writer =
                formats.findWriter(request.head().header("accept").orElse(""));
        ByteArrayOutputStream text = new ByteArrayOutputStream(64 << 10);
        try {
            writer.write(text, snapshots.build());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Response.Whole(
                200, writer.getContentType(), text.toByteArray(), Map.of("cache-control", "no-store"));
    }

    private static MetricSnapshot snapshot(List<Sample> samples) {
        return switch (samples.getFirst()) {
            case Sample.Count first -> counter(first, samples);
            case Sample.Value first -> gauge(first, samples);
            case Sample.Spread first -> histogram(first, samples);
        };
    }

    private static MetricSnapshot counter(Sample.Count first, List<Sample> samples) {
        String name = first.name().endsWith(COUNTER_SUFFIX)
                ? first.name().substring(0, first.name().length() - COUNTER_SUFFIX.length())
                : first.name();
        CounterSnapshot.Builder builder = CounterSnapshot.builder()
                .name(PrometheusNaming.sanitizeMetricName(name))
                .help(first.help());
        for (Sample sample : samples) {
            if (sample instanceof Sample.Count count) {
                builder.dataPoint(CounterSnapshot.CounterDataPointSnapshot.builder()
                        .labels(labels(sample))
                        .value(count.count())
                        .build());
            }
        }
        return builder.build();
    }

    private static MetricSnapshot gauge(Sample.Value first, List<Sample> samples) {
        GaugeSnapshot.Builder builder = GaugeSnapshot.builder()
                .name(PrometheusNaming.sanitizeMetricName(first.name()))
                .help(first.help());
        for (Sample sample : samples) {
            if (sample instanceof Sample.Value value) {
                builder.dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder()
                        .labels(labels(sample))
                        .value(value.value())
                        .build());
            }
        }
        return builder.build();
    }

    private static MetricSnapshot histogram(Sample.Spread first, List<Sample> samples) {
        double[] bounds = first.name().endsWith("_seconds") ? SECONDS : AMOUNTS;
        HistogramSnapshot.Builder builder = HistogramSnapshot.builder()
                .name(PrometheusNaming.sanitizeMetricName(first.name()))
                .help(first.help());
        for (Sample sample : samples) {
            if (sample instanceof Sample.Spread spread) {
                builder.dataPoint(HistogramSnapshot.HistogramDataPointSnapshot.builder()
                        .labels(labels(sample))
                        .classicHistogramBuckets(buckets(spread.distribution(), bounds))
                        .sum(spread.distribution().sum())
                        .build());
            }
        }
        return builder.build();
    }

    private static ClassicHistogramBuckets buckets(Sample.Distribution distribution, double[] bounds) {
        List<Double> upper = new ArrayList<>();
        List<Long> counts = new ArrayList<>();
        long before = 0;
        for (double bound : bounds) {
            long upTo = Math.max(before, distribution.countUpTo(bound));
            upper.add(bound);
            counts.add(upTo - before);
            before = upTo;
        }
        upper.add(Double.POSITIVE_INFINITY);
        counts.add(Math.max(0, distribution.count() - before));
        return ClassicHistogramBuckets.of(upper, counts);
    }

    private static Labels labels(Sample sample) {
        Labels.Builder labels = Labels.builder();
        sample.labels()
                .byName()
                .forEach((name, value) -> labels.label(PrometheusNaming.sanitizeLabelName(name), value));
        return labels.build();
    }
}
