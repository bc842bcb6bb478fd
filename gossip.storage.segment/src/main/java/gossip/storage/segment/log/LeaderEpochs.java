package gossip.storage.segment.log;

import gossip.api.EpochEnd;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** Where each leader epoch begins (KIP-101), ascending in both. Immutable. */
final class LeaderEpochs {
    static final LeaderEpochs NONE = new LeaderEpochs(new int[0], new long[0]);

    private final int[] epochs;
    private final long[] starts;

    private LeaderEpochs(int[] epochs, long[] starts) {
        this.epochs = epochs;
        this.starts = starts;
    }

    int latest() {
        return epochs.length == 0 ? -1 : epochs[epochs.length - 1];
    }

    /** Adds an epoch if it is a new one. */
    LeaderEpochs with(int epoch, long startOffset) {
        if (epoch <= latest()) {
            return this;
        }
        int size = epochs.length;
        int[] newEpochs = Arrays.copyOf(epochs, size + 1);
        long[] newStarts = Arrays.copyOf(starts, size + 1);
        newEpochs[size] = epoch;
        newStarts[size] = startOffset;
        return new LeaderEpochs(newEpochs, newStarts);
    }

    Optional<EpochEnd> endOf(int epoch, long logEndOffset) {
        for (int i = epochs.length - 1; i >= 0; i--) {
            if (epochs[i] <= epoch) {
                return Optional.of(new EpochEnd(epochs[i], i + 1 < starts.length ? starts[i + 1] : logEndOffset));
            }
        }
        return Optional.empty();
    }

    /** Forgets epochs that begin at an offset or later. */
    LeaderEpochs before(long offset) {
        int kept = 0;
        while (kept < starts.length && starts[kept] < offset) {
            kept++;
        }
        return kept == starts.length
                ? this
                : new LeaderEpochs(Arrays.copyOf(epochs, kept), Arrays.copyOf(starts, kept));
    }

    /** Forgets epochs that end at an offset or earlier; the one that contains it begins there. */
    LeaderEpochs from(long offset) {
        int first = 0;
        while (first + 1 < starts.length && starts[first + 1] <= offset) {
            first++;
        }
        if (starts.length == 0 || first == 0 && starts[0] >= offset) {
            return this;
        }
        long[] newStarts = Arrays.copyOfRange(starts, first, starts.length);
        newStarts[0] = Math.max(offset, newStarts[0]);
        return new LeaderEpochs(Arrays.copyOfRange(epochs, first, epochs.length), newStarts);
    }

    int encodedBytes() {
        return 4 + 12 * epochs.length;
    }

    void encode(ByteBuffer target) {
        target.putInt(epochs.length);
        for (int i = 0; i < epochs.length; i++) {
            target.putInt(epochs[i]).putLong(starts[i]);
        }
    }

    static LeaderEpochs decode(ByteBuffer source) {
        int size = source.getInt();
        int[] epochs = new int[size];
        long[] starts = new long[size];
        for (int i = 0; i < size; i++) {
            epochs[i] = source.getInt();
            starts[i] = source.getLong();
        }
        return new LeaderEpochs(epochs, starts);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LeaderEpochs that
                && Arrays.equals(epochs, that.epochs)
                && Arrays.equals(starts, that.starts);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(epochs) + Arrays.hashCode(starts);
    }

    @Override
    public String toString() {
        return Arrays.toString(epochs) + " from " + Arrays.toString(starts);
    }
}
