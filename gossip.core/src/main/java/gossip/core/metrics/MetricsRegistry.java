package gossip.core.metrics;

import gossip.api.metrics.Metrics;
import gossip.api.metrics.Sample;
import gossip.api.metrics.Sample.Labels;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;
import java.util.function.Function;

/** All figures of one broker, by name and labels. Thread-safe. */
public final class MetricsRegistry implements Metrics {
    private final Map<Key, Figure> figures = new ConcurrentHashMap<>();

    /** Creates an empty registry. */
    public MetricsRegistry() {
        // figures come as they are asked for
    }

    @Override
    public Counter counter(String name, String help, String... labels) {
        return figure(Counting.class, name, labels, key -> new Counting(help, new LongAdder()));
    }

    @Override
    public Histogram histogram(String name, String help, String... labels) {
        return figure(Distribution.class, name, labels, key -> new Distribution(help, new Buckets()));
    }

    /** {@inheritDoc} Given again, the newer source counts: the part that gave the older one has been replaced. */
    @Override
    public void gauge(String name, String help, DoubleSupplier value, String... labels) {
        figures.put(new Key(name, Labels.of(labels)), new Gauge(help, value));
    }

    /**
     * All figures at about one moment.
     *
     * @return by name and labels
     */
    public List<Sample> snapshot() {
        List<Sample> samples = new ArrayList<>();
        figures.forEach((key, figure) -> samples.add(figure.sample(key)));
        samples.sort(Comparator.comparing(Sample::name)
                .thenComparing(sample -> sample.labels().toString()));
        return samples;
    }

    private <F extends Figure> F figure(Class<F> kind, String name, String[] labels, Function<Key, F> create) {
        Figure figure = figures.computeIfAbsent(new Key(name, Labels.of(labels)), create);
        if (!kind.isInstance(figure)) {
            throw new IllegalArgumentException(name + " is already a figure of another kind");
        }
        return kind.cast(figure);
    }

    private record Key(String name, Labels labels) {}

    private sealed interface Figure {
        Sample sample(Key key);
    }

    private record Counting(String help, LongAdder sum) implements Figure, Counter {
        @Override
        public void add(long amount) {
            sum.add(amount);
        }

        @Override
        public Sample sample(Key key) {
            return new Sample.Count(key.name(), help, key.labels(), sum.sum());
        }
    }

    private record Gauge(String help, DoubleSupplier source) implements Figure {
        @Override
        public Sample sample(Key key) {
            return new Sample.Value(key.name(), help, key.labels(), source.getAsDouble());
        }
    }

    private record Distribution(String help, Buckets buckets) implements Figure, Histogram {
        @Override
        public void record(double value) {
            buckets.record(value);
        }

        @Override
        public Sample sample(Key key) {
            return new Sample.Spread(key.name(), help, key.labels(), buckets.snapshot());
        }
    }
}
