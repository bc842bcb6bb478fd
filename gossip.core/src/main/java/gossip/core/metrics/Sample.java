package gossip.core.metrics;

import java.util.LinkedHashMap;
import java.util.Map;

/** A figure at one moment. */
public sealed interface Sample {
    /**
     * What it is called.
     *
     * @return in Prometheus style with its unit
     */
    String name();

    /**
     * What it tells.
     *
     * @return one sentence
     */
    String help();

    /**
     * What it is about.
     *
     * @return perhaps none
     */
    Labels labels();

    /**
     * A count that only grows.
     *
     * @param name name with unit
     * @param help what it tells
     * @param labels what it is about
     * @param count the count
     */
    record Count(String name, String help, Labels labels, long count) implements Sample {}

    /**
     * A present value.
     *
     * @param name name with unit
     * @param help what it tells
     * @param labels what it is about
     * @param value the value
     */
    record Value(String name, String help, Labels labels, double value) implements Sample {}

    /**
     * A distribution.
     *
     * @param name name with unit
     * @param help what it tells
     * @param labels what it is about
     * @param distribution the distribution
     */
    record Spread(String name, String help, Labels labels, Buckets.Snapshot distribution) implements Sample {}

    /**
     * Labels by name, in the order given.
     *
     * @param byName immutable
     */
    record Labels(Map<String, String> byName) {
        static final Labels NONE = new Labels(Map.of());

        static Labels of(String... namesAndValues) {
            if (namesAndValues.length == 0) {
                return NONE;
            }
            if (namesAndValues.length % 2 != 0) {
                throw new IllegalArgumentException("labels are names and values in turn");
            }
            Map<String, String> byName = new LinkedHashMap<>();
            for (int i = 0; i < namesAndValues.length; i += 2) {
                byName.put(namesAndValues[i], namesAndValues[i + 1]);
            }
            return new Labels(java.util.Collections.unmodifiableMap(byName));
        }
    }
}
