package gossip.plugins.grpc.call;

import java.time.Duration;

/**
 * How much one stream reads at a time, and how long it waits for it: little and long while there is nothing, so that very many can
 * wait; much and not at all while there is more than that. One thread at a time.
 */
public final class Pace {
    /** The most records at a time. */
    public static final int MAX_RECORDS = 1_000;

    private static final int SMALL_BYTES = 4 << 10;
    private static final int LARGE_BYTES = 256 << 10;
    private static final Duration WAIT = Duration.ofSeconds(30);

    private final Outflow outflow;
    private boolean hasMore;
    private int taken;

    /**
     * Starts small.
     *
     * @param outflow shared with others
     */
    public Pace(Outflow outflow) {
        this.outflow = outflow;
    }

    /**
     * Begins a read, once the client has taken what was read before.
     *
     * @return the most bytes that it may bring
     */
    public int begin() {
        release();
        if (hasMore && outflow.tryTake(LARGE_BYTES)) {
            taken = LARGE_BYTES;
            return LARGE_BYTES;
        }
        return SMALL_BYTES;
    }

    /**
     * How long the read waits.
     *
     * @return zero if there should be more
     */
    public Duration wait(Duration most) {
        return hasMore ? Duration.ZERO : most.compareTo(WAIT) < 0 ? most : WAIT;
    }

    /**
     * Ends a read.
     *
     * @param records how many it brought
     * @param bytes how much it brought
     */
    public void end(int records, long bytes) {
        hasMore = records >= MAX_RECORDS || bytes >= SMALL_BYTES / 2;
    }

    /** Gives back what is set aside. */
    public void release() {
        outflow.release(taken);
        taken = 0;
    }
}
