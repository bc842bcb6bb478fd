package gossip.core.quota;

import gossip.api.broker.Quotas.Allowance;
import gossip.api.broker.Quotas.Use;
import gossip.api.metrics.Metrics;
import gossip.core.quota.LeakyBucket.Limit;
import gossip.core.quota.QuotaRules.Bucket;
import gossip.core.quota.QuotaRules.Match;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * What clients have used. There is a bucket for each client that has a limit and has used something lately; when there are
 * too many, those that are empty are forgotten, and if there are still too many, the others share one bucket for each use, so
 * that memory stays bounded and nobody escapes a limit by changing its name. Thread-safe; only clients that are counted together wait for each other.
 */
final class QuotaLedger {
    private static final long SWEEP_PERIOD_NANOS = 1_000_000_000L;
    private static final long LONGEST_REQUEST_DELAY_MS = 1_000;

    private final int maxBuckets;
    private final LongSupplier nanoTime;
    private final ConcurrentMap<Bucket, Account> accounts = new ConcurrentHashMap<>();
    private final AtomicLong sweptAtNanos;
    private final Map<Use, Metrics.Counter> throttled = new EnumMap<>(Use.class);
    private final Metrics.Counter shared;
    private volatile QuotaRules rules = QuotaRules.NONE;

    QuotaLedger(int maxBuckets, LongSupplier nanoTime, Metrics metrics) {
        this.maxBuckets = maxBuckets;
        this.nanoTime = nanoTime;
        this.sweptAtNanos = new AtomicLong(nanoTime.getAsLong() - SWEEP_PERIOD_NANOS);
        for (Use use : Use.values()) {
            throttled.put(
                    use,
                    metrics.counter(
                            "gossip_quota_throttled_total",
                            "Requests and connections that had to wait because a quota was exceeded.",
                            "use",
                            use.name().toLowerCase(Locale.ROOT)));
        }
        shared = metrics.counter(
                "gossip_quota_shared_total",
                "Uses counted together with other clients' because quota.max_clients was reached.");
        metrics.gauge("gossip_quota_clients", "Clients whose use is counted.", accounts::size);
    }

    /** Puts other rules in force; what was used stays used. */
    void rules(QuotaRules newRules) {
        rules = newRules;
        if (newRules.isEmpty()) {
            accounts.clear();
        }
    }

    boolean isLimited(Use use) {
        return rules.limits(use);
    }

    long charge(String user, String clientId, Use use, double amount) {
        Match match = rules.find(use, user, clientId);
        if (match == null) {
            return 0;
        }
        Limit limit = match.limit();
        LeakyBucket after = account(match.bucket(), limit).charge(limit, nanoTime.getAsLong(), amount);
        return counted(use, bounded(use, after.delayMs(limit)));
    }

    Allowance allowance(String user, String clientId, Use use) {
        Match match = rules.find(use, user, clientId);
        if (match == null) {
            return Allowance.UNLIMITED;
        }
        Limit limit = match.limit();
        Account present = accounts.get(match.bucket());
        long delayMs =
                present == null ? 0 : present.at(limit, nanoTime.getAsLong()).delayMs(limit);
        return new Allowance(counted(use, bounded(use, delayMs)), limit.burst());
    }

    long connect(String address) {
        Match match = rules.findAddress(address);
        if (match == null) {
            return 0;
        }
        long delayMs = account(match.bucket(), match.limit()).tryCharge(match.limit(), nanoTime.getAsLong(), 1);
        return counted(Use.CONNECTION, bounded(Use.CONNECTION, delayMs));
    }

    /** Kafka lets a client wait no longer than one sample for the time of threads and for connections. */
    private static long bounded(Use use, long delayMs) {
        boolean isShort = use == Use.REQUEST || use == Use.CONNECTION;
        return isShort ? Math.min(delayMs, LONGEST_REQUEST_DELAY_MS) : delayMs;
    }

    private long counted(Use use, long delayMs) {
        Metrics.Counter counter = throttled.get(use);
        if (delayMs > 0 && counter != null) {
            counter.add(1);
        }
        return delayMs;
    }

    private Account account(Bucket bucket, Limit limit) {
        Account present = accounts.get(bucket);
        if (present != null) {
            return present;
        }
        long now = nanoTime.getAsLong();
        if (accounts.size() >= maxBuckets) {
            sweep(now);
        }
        boolean isFull = accounts.size() >= maxBuckets;
        if (isFull) {
            shared.add(1);
        }
        Bucket own = isFull ? new Bucket(bucket.use(), "", "", "") : bucket;
        return accounts.computeIfAbsent(own, missing -> new Account(limit, now));
    }

    /** Forgets those that have nothing left to remember; at most once a second, whoever comes first. */
    private void sweep(long now) {
        long before = sweptAtNanos.get();
        if (now - before >= SWEEP_PERIOD_NANOS && sweptAtNanos.compareAndSet(before, now)) {
            accounts.values().removeIf(account -> account.isEmpty(now));
        }
    }

    /** A bucket that many threads use, with the limit of its last use. */
    private static final class Account {
        private LeakyBucket bucket;
        private Limit lastLimit;

        Account(Limit limit, long nowNanos) {
            this.bucket = LeakyBucket.empty(nowNanos);
            this.lastLimit = limit;
        }

        synchronized LeakyBucket at(Limit limit, long nowNanos) {
            return bucket.at(limit, nowNanos);
        }

        synchronized LeakyBucket charge(Limit limit, long nowNanos, double amount) {
            lastLimit = limit;
            bucket = bucket.at(limit, nowNanos).plus(amount);
            return bucket;
        }

        /** Charges only if nothing will be owed; returns the time until it could be charged. */
        synchronized long tryCharge(Limit limit, long nowNanos, double amount) {
            lastLimit = limit;
            LeakyBucket after = bucket.at(limit, nowNanos).plus(amount);
            // an empty bucket takes what is larger than itself, or it would never be taken
            long delayMs = after.level() <= amount ? 0 : after.delayMs(limit);
            if (delayMs == 0) {
                bucket = after;
            }
            return delayMs;
        }

        synchronized boolean isEmpty(long nowNanos) {
            return bucket.at(lastLimit, nowNanos).level() == 0;
        }
    }
}
