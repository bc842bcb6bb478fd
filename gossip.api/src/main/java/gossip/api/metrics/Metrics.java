package gossip.api.metrics;

import java.util.function.DoubleSupplier;

/** A registry of figures. Asking twice for the same name and labels gives the same figure. */
public interface Metrics {
    /** Forgets everything. */
    Metrics NONE = new Metrics() {
        @Override
        public Counter counter(String name, String help, String... labels) {
            return amount -> {};
        }

        @Override
        public Histogram histogram(String name, String help, String... labels) {
            return value -> {};
        }

        @Override
        public void gauge(String name, String help, DoubleSupplier value, String... labels) {
            // nobody will ask
        }
    };

    /**
     * A count that only grows.
     *
     * @param name in Prometheus style with its unit, such as {@code gossip_produce_bytes_total}
     * @param help one sentence
     * @param labels names and values in turn
     * @return the counter
     */
    Counter counter(String name, String help, String... labels);

    /**
     * A distribution.
     *
     * @param name with its unit, such as {@code gossip_wal_sync_seconds}
     * @param help one sentence
     * @param labels names and values in turn
     * @return the histogram
     */
    Histogram histogram(String name, String help, String... labels);

    /**
     * A value that is asked for when somebody looks.
     *
     * @param name with its unit, such as {@code gossip_ring_free_slots}
     * @param help one sentence
     * @param value called by any thread; must not block
     * @param labels names and values in turn
     */
    void gauge(String name, String help, DoubleSupplier value, String... labels);

    /**
     * A limit and how much of it is used, so that one rule can warn of all that come near.
     *
     * @param setting the setting that holds the limit, such as {@code network.max_connections}
     * @param limit the most that there may be; called by any thread; must not block
     * @param use what there is, in the same unit; called by any thread; must not block
     */
    default void limit(String setting, DoubleSupplier limit, DoubleSupplier use) {
        gauge("gossip_limit", "The most that a setting allows, in the setting's unit.", limit, "setting", setting);
        gauge("gossip_limit_used", "What is used of a limit, in the setting's unit.", use, "setting", setting);
    }

    /** A count that only grows. */
    @FunctionalInterface
    interface Counter {
        /**
         * Adds to the count.
         *
         * @param amount not negative
         */
        void add(long amount);
    }

    /** A distribution. */
    @FunctionalInterface
    interface Histogram {
        /**
         * Takes one value.
         *
         * @param value in the unit of the name
         */
        void record(double value);
    }
}
