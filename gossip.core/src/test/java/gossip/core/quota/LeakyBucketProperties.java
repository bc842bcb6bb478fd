package gossip.core.quota;

import static org.assertj.core.api.Assertions.assertThat;

import gossip.core.quota.LeakyBucket.Limit;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;

class LeakyBucketProperties {
    private static final long SECOND = 1_000_000_000L;

    record Use(double amount, long pauseNanos) {}

    @Provide
    Arbitrary<List<Use>> uses() {
        return Combinators.combine(
                        Arbitraries.doubles().between(0, 1e6),
                        Arbitraries.longs().between(0, 3 * SECOND))
                .as(Use::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(200);
    }

    @Property(tries = 300)
    void whoWaitsAsToldNeverUsesMoreThanTheRateAndOneWindowAndTheLastUse(
            @ForAll("uses") List<Use> uses, @ForAll @DoubleRange(min = 1e3, max = 1e6) double rate) {
        Limit limit = Limit.of(rate, 10);
        LeakyBucket bucket = LeakyBucket.empty(0);
        double used = 0;
        long now = 0;
        for (Use use : uses) {
            now += use.pauseNanos();
            bucket = bucket.at(limit, now);
            assertThat(used).isLessThanOrEqualTo((limit.burst() + rate * now / SECOND) * 1.000001 + 1);
            bucket = bucket.plus(use.amount());
            used += use.amount();
            now += bucket.delayMs(limit) * 1_000_000;
        }
    }

    @Property(tries = 300)
    void whoStaysBelowTheRateNeverWaits(
            @ForAll("uses") List<Use> uses, @ForAll @DoubleRange(min = 1e3, max = 1e6) double rate) {
        Limit limit = Limit.of(rate, 10);
        LeakyBucket bucket = LeakyBucket.empty(0);
        long now = 0;
        for (Use use : uses) {
            now += use.pauseNanos();
            bucket = bucket.at(limit, now).plus(rate * use.pauseNanos() / SECOND * 0.999);
            assertThat(bucket.delayMs(limit)).isZero();
        }
    }

    @Property(tries = 300)
    void afterTheDelayNothingIsOwedAndJustBeforeItStillIs(
            @ForAll @DoubleRange(min = 1e3, max = 1e6) double rate,
            @ForAll @DoubleRange(min = 0, max = 1e9) double use) {
        Limit limit = Limit.of(rate, 1);
        LeakyBucket bucket = LeakyBucket.empty(0).plus(use);
        long delayMs = bucket.delayMs(limit);

        assertThat(bucket.at(limit, (delayMs + 1) * 1_000_000).delayMs(limit)).isZero();
        if (delayMs > 2) {
            assertThat(bucket.at(limit, (delayMs - 2) * 1_000_000).delayMs(limit))
                    .isPositive();
        }
    }

    @Example
    void clockThatGoesBackDrainsNothing() {
        LeakyBucket bucket = LeakyBucket.empty(SECOND).plus(5);

        assertThat(bucket.at(Limit.of(1, 10), 0)).isEqualTo(bucket);
    }

    @Example
    void delayIsNeverMoreThanAnIntegerHolds() {
        assertThat(LeakyBucket.empty(0).plus(1e300).delayMs(Limit.of(1e-300, 1)))
                .isEqualTo(Integer.MAX_VALUE);
    }
}
