package gossip.core.pipeline;

import com.lmax.disruptor.AlertException;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SequenceBarrier;
import com.lmax.disruptor.WaitStrategy;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Lets a ring's only consumer spin for a moment and then sleep, at no cost while idle. Publishing costs one volatile read
 * while the consumer is awake.
 */
final class ParkingWaitStrategy implements WaitStrategy {
    private final int spins;
    private volatile @Nullable Thread sleeper;

    ParkingWaitStrategy(int spins) {
        this.spins = spins;
    }

    @Override
    public long waitFor(long sequence, Sequence cursor, Sequence dependent, SequenceBarrier barrier)
            throws AlertException {
        long available = dependent.get();
        for (int i = 0; i < spins && available < sequence; i++) {
            barrier.checkAlert();
            Thread.onSpinWait();
            available = dependent.get();
        }
        return available >= sequence ? available : sleepUntil(sequence, dependent, barrier);
    }

    private long sleepUntil(long sequence, Sequence dependent, SequenceBarrier barrier) throws AlertException {
        sleeper = Thread.currentThread();
        try {
            long available = dependent.get();
            while (available < sequence) {
                barrier.checkAlert();
                LockSupport.park(this);
                available = dependent.get();
            }
            return available;
        } finally {
            sleeper = null;
        }
    }

    @Override
    public void signalAllWhenBlocking() {
        Thread asleep = sleeper;
        if (asleep != null) {
            LockSupport.unpark(asleep);
        }
    }
}
