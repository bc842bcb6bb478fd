package gossip.core.metrics;

import gossip.api.metrics.Sample.Distribution;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.DoubleAccumulator;
import java.util.concurrent.atomic.DoubleAdder;

/**
 * Counts values in buckets that grow by an eighth of a power of two, so that a quantile is at most 12.5% too large. Covers
 * 2^-30 (a nanosecond, in seconds) to 2^40; what lies beyond counts in the outermost bucket. Lock-free; any thread.
 */
final class Buckets {
    private static final int PER_POWER = 8;
    private static final int LOWEST_POWER = -30;
    private static final int HIGHEST_POWER = 40;
    private static final int COUNT = (HIGHEST_POWER - LOWEST_POWER) * PER_POWER + 1;

    /** Bits of a double's mantissa that do not decide on the bucket. */
    private static final int DROPPED_BITS = 52 - Integer.numberOfTrailingZeros(PER_POWER);

    private static final long LOWEST = Double.doubleToRawLongBits(Math.scalb(1.0, LOWEST_POWER)) >>> DROPPED_BITS;

    private final AtomicLongArray counts = new AtomicLongArray(COUNT);
    private final DoubleAdder sum = new DoubleAdder();
    private final DoubleAccumulator max = new DoubleAccumulator(Math::max, 0);

    void record(double value) {
        counts.getAndIncrement(index(value));
        sum.add(value);
        max.accumulate(value);
    }

    Snapshot snapshot() {
        long[] copy = new long[COUNT];
        long total = 0;
        for (int i = 0; i < COUNT; i++) {
            copy[i] = counts.get(i);
            total += copy[i];
        }
        return new Snapshot(copy, total, sum.sum(), max.get());
    }

    private static int index(double value) {
        if (!(value > 0)) {
            return 0;
        }
        long bucket = (Double.doubleToRawLongBits(value) >>> DROPPED_BITS) - LOWEST;
        return Math.clamp(bucket, 0, COUNT - 1);
    }

    private static double upperBound(int index) {
        return Double.longBitsToDouble((index + 1 + LOWEST) << DROPPED_BITS);
    }

    /** A distribution at one moment. */
    static final class Snapshot implements Distribution {
        private final long[] counts;
        private final long count;
        private final double sum;
        private final double max;

        private Snapshot(long[] counts, long count, double sum, double max) {
            this.counts = counts;
            this.count = count;
            this.sum = sum;
            this.max = max;
        }

        @Override
        public long count() {
            return count;
        }

        @Override
        public double sum() {
            return sum;
        }

        @Override
        public double max() {
            return max;
        }

        @Override
        public double quantile(double share) {
            long wanted = (long) Math.ceil(share * count);
            long seen = 0;
            for (int i = 0; i < counts.length; i++) {
                seen += counts[i];
                if (seen >= wanted && counts[i] > 0) {
                    return Math.min(upperBound(i), max);
                }
            }
            return 0;
        }

        @Override
        public long countUpTo(double bound) {
            long seen = 0;
            for (int i = 0; i < counts.length && upperBound(i) <= bound; i++) {
                seen += counts[i];
            }
            return seen;
        }
    }
}
