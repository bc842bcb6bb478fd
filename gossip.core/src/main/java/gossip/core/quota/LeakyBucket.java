package gossip.core.quota;

/**
 * What somebody has used lately: use flows in, and drains at the rate of the limit. Up to {@code rate * window} may be in it;
 * what is more is owed, and has to drain before the next use. Immutable and without a clock.
 *
 * @param level what is in it, in the unit of the use
 * @param atNanos when that was so
 */
record LeakyBucket(double level, long atNanos) {
    private static final double NANOS_PER_SECOND = 1e9;

    /** An empty bucket. */
    static LeakyBucket empty(long nowNanos) {
        return new LeakyBucket(0, nowNanos);
    }

    /** The bucket at a later moment; at an earlier one nothing has drained. */
    LeakyBucket at(Limit limit, long nowNanos) {
        long elapsed = nowNanos - atNanos;
        return elapsed <= 0
                ? this
                : new LeakyBucket(Math.max(0, level - limit.perSecond() * elapsed / NANOS_PER_SECOND), nowNanos);
    }

    /** The bucket after a use. */
    LeakyBucket plus(double amount) {
        return new LeakyBucket(level + amount, atNanos);
    }

    /** Time until what is owed has drained, in ms, rounded up; 0 if nothing is. */
    long delayMs(Limit limit) {
        double owed = level - limit.burst();
        return owed <= 0 ? 0 : (long) Math.min(Integer.MAX_VALUE, Math.ceil(owed * 1000 / limit.perSecond()));
    }

    /**
     * A limit.
     *
     * @param perSecond what drains in a second, more than 0
     * @param burst what may be in the bucket
     */
    record Limit(double perSecond, double burst) {
        static Limit of(double perSecond, double windowSeconds) {
            return new Limit(perSecond, perSecond * windowSeconds);
        }
    }
}
