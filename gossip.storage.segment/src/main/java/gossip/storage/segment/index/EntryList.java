package gossip.storage.segment.index;

import gossip.api.storage.SegmentIndex.Entry;
import java.util.Arrays;

/** Entries in ascending order, in arrays that start small. One thread at a time. */
final class EntryList {
    private long[] offsets;
    private int[] positions;
    private long[] timestamps;
    private int size;

    EntryList(int capacity) {
        offsets = new long[capacity];
        positions = new int[capacity];
        timestamps = new long[capacity];
    }

    int size() {
        return size;
    }

    Entry get(int index) {
        return new Entry(offsets[index], positions[index], timestamps[index]);
    }

    void add(Entry entry) {
        if (size == offsets.length) {
            offsets = Arrays.copyOf(offsets, 2 * size);
            positions = Arrays.copyOf(positions, 2 * size);
            timestamps = Arrays.copyOf(timestamps, 2 * size);
        }
        offsets[size] = entry.offset();
        positions[size] = entry.position();
        timestamps[size] = entry.maxTimestampBefore();
        size++;
    }

    void cut(int newSize) {
        size = newSize;
    }

    /** How many entries have an offset not above this one. */
    int countUpTo(long offset) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (offsets[middle] <= offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** How many entries have only older batches before them. */
    int countOlderThan(long timestampMs) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (timestamps[middle] < timestampMs) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
