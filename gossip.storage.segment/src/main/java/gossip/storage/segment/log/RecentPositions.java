package gossip.storage.segment.log;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * A ring of places in a segment that were used last: (offset, position) says that the first batch at or above the offset
 * starts at the position. One long each, so that any thread may add and read; adding at the same time may lose one.
 */
final class RecentPositions {
    private static final int SLOTS = 32;

    private final AtomicLongArray slots = new AtomicLongArray(SLOTS);
    private int next;

    /** Packs a place; such numbers compare as their offsets do. */
    static long pack(int relativeOffset, int position) {
        return (long) relativeOffset << 32 | position;
    }

    static int relativeOffset(long packed) {
        return (int) (packed >>> 32);
    }

    static int position(long packed) {
        return (int) packed;
    }

    void add(long packed) {
        int slot = next;
        next = slot + 1;
        slots.setRelease(slot & SLOTS - 1, packed);
    }

    /** The last place at or below an offset; the start of the segment if there is none. */
    long floor(int relativeOffset) {
        long end = pack(relativeOffset, Integer.MAX_VALUE);
        long best = 0;
        for (int i = 0; i < SLOTS; i++) {
            long candidate = slots.getAcquire(i);
            if (candidate > best && candidate <= end) {
                best = candidate;
            }
        }
        return best;
    }
}
