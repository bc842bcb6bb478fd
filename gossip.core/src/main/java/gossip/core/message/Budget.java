package gossip.core.message;

/** How much one read may still bring, over all its partitions. One thread at a time. */
final class Budget {
    private int recordsLeft;
    private long bytesLeft;
    private int taken;

    Budget(int maxRecords, int maxBytes) {
        this.recordsLeft = maxRecords;
        this.bytesLeft = maxBytes;
    }

    /** Takes room for a record; the first has room whatever its size. */
    boolean take(long sizeBytes) {
        if (recordsLeft == 0 || sizeBytes > bytesLeft && taken > 0) {
            return false;
        }
        recordsLeft--;
        bytesLeft -= sizeBytes;
        taken++;
        return true;
    }

    boolean isSpent() {
        return recordsLeft == 0 || bytesLeft <= 0;
    }

    int taken() {
        return taken;
    }
}
