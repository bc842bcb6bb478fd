package gossip.plugins.kafka.memory;

import gossip.api.metrics.Metrics;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;

/** Keeps counters for tests to look at. */
final class CountingMetrics implements Metrics {
    private final Map<String, AtomicLong> counters = new ConcurrentHashMap<>();

    long count(String name) {
        AtomicLong counter = counters.get(name);
        return counter == null ? 0 : counter.get();
    }

    @Override
    public Counter counter(String name, String help, String... labels) {
        AtomicLong counter = counters.computeIfAbsent(name, key -> new AtomicLong());
        return counter::addAndGet;
    }

    @Override
    public Histogram histogram(String name, String help, String... labels) {
        return value -> {};
    }

    @Override
    public void gauge(String name, String help, DoubleSupplier value, String... labels) {
        // nobody will ask
    }
}
