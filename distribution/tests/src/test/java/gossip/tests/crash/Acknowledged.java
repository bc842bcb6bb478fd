package gossip.tests.crash;

import java.util.Arrays;

/** Offsets that one writer was given for its records of one partition, by their number. Thread-safe. */
final class Acknowledged {
    private static final long MISSING = -1;

    private long[] offsets = new long[1024];
    private int count;

    synchronized void add(int number, long offset) {
        if (number >= offsets.length) {
            int oldLength = offsets.length;
            offsets = Arrays.copyOf(offsets, Math.max(number + 1, 2 * oldLength));
        }
        for (int i = count; i <= number; i++) {
            offsets[i] = MISSING;
        }
        count = Math.max(count, number + 1);
        offsets[number] = offset;
    }

    /** One more than the highest number that was acknowledged. */
    synchronized int count() {
        return count;
    }

    /** The offset that the broker promised, or -1. */
    synchronized long offset(int number) {
        return number < count ? offsets[number] : MISSING;
    }
}
