package gossip.api.metrics;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** A figure at one moment. Immutable. */
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
    record Spread(String name, String help, Labels labels, Distribution distribution) implements Sample {}

    /**
     * Values of a distribution, counted in narrow buckets. Immutable.
     */
    interface Distribution {
        /**
         * How many values there were.
         *
         * @return not negative
         */
        long count();

        /**
         * Their sum.
         *
         * @return in the unit of the figure
         */
        double sum();

        /**
         * The largest.
         *
         * @return 0 without values
         */
        double max();

        /**
         * The value that this share of all values does not exceed.
         *
         * @param share 0 to 1
         * @return rounded up to the end of its bucket, which is at most 12.5% more; 0 without values
         */
        double quantile(double share);

        /**
         * How many values do not exceed a bound.
         *
         * @param bound in the unit of the figure
         * @return those of the bucket in which the bound lies are not counted, so that it may be too few by these
         */
        long countUpTo(double bound);
    }

    /**
     * Labels by name, in the order given.
     *
     * @param byName immutable
     */
    record Labels(Map<String, String> byName) {
        /** No labels. */
        public static final Labels NONE = new Labels(Map.of());

        /** Copies the map, in its order. */
        public Labels {
            byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
        }

        /**
         * Makes labels.
         *
         * @param namesAndValues names and values in turn
         * @return the labels
         * @throws IllegalArgumentException if a value is missing
         */
        public static Labels of(String... namesAndValues) {
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
            return new Labels(byName);
        }
    }
}
