package gossip.core.pipeline;

import gossip.api.storage.CompactionOrder;
import java.io.InterruptedIOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Keeps compaction to a rate of bytes read and written, and ends it when the broker stops. The compactor's thread. */
final class CompactionPace implements CompactionOrder.Pace {
    /** What was not used so far back may be caught up on. */
    private static final long BURST_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    /** A sleep that is shorter costs more than it saves. */
    private static final long SHORTEST_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final double nanosPerByte;
    private final BooleanSupplier stopping;
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong sleptNanos = new AtomicLong();
    private long paidUntilNanos = System.nanoTime();

    /** At most so many bytes per second; negative for no limit. */
    CompactionPace(long bytesPerSecond, BooleanSupplier stopping) {
        this.nanosPerByte = bytesPerSecond < 0 ? 0 : (double) TimeUnit.SECONDS.toNanos(1) / bytesPerSecond;
        this.stopping = stopping;
    }

    @Override
    public void spend(int count) throws InterruptedIOException {
        bytes.addAndGet(count);
        long now = System.nanoTime();
        if (paidUntilNanos - now < -BURST_NANOS) {
            paidUntilNanos = now - BURST_NANOS;
        }
        paidUntilNanos += (long) (count * nanosPerByte);
        if (paidUntilNanos - now >= SHORTEST_NANOS) {
            sleepUntil(paidUntilNanos);
            sleptNanos.addAndGet(System.nanoTime() - now);
        }
        if (stopping.getAsBoolean()) {
            throw new InterruptedIOException("the broker stops");
        }
    }

    private void sleepUntil(long deadlineNanos) {
        long left = deadlineNanos - System.nanoTime();
        while (left > 0 && !stopping.getAsBoolean()) {
            LockSupport.parkNanos(this, left);
            left = deadlineNanos - System.nanoTime();
        }
    }

    /** Bytes read and written. Any thread. */
    long bytes() {
        return bytes.get();
    }

    /** How long compaction was held back. Any thread. */
    double sleptSeconds() {
        return (double) sleptNanos.get() / TimeUnit.SECONDS.toNanos(1);
    }
}
