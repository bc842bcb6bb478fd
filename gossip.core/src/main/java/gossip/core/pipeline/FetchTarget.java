package gossip.core.pipeline;

import gossip.api.broker.Records.FetchPartition;
import gossip.core.partition.HighWatermark;
import gossip.core.partition.PartitionRuntime;
import gossip.core.partition.Place;

/** One partition of a fetch. Belongs to one thread at a time. */
final class FetchTarget {
    private final FetchPartition wanted;
    private final boolean committedOnly;
    private Place place;
    private long seen;

    FetchTarget(FetchPartition wanted, boolean committedOnly, Place place) {
        this.wanted = wanted;
        this.committedOnly = committedOnly;
        this.place = place;
    }

    FetchPartition wanted() {
        return wanted;
    }

    Place place() {
        return place;
    }

    void place(Place found) {
        place = found;
    }

    boolean committedOnly() {
        return committedOnly;
    }

    /** The exclusive end of what may be read of a partition: its high watermark, or its last stable offset. */
    long endOf(PartitionRuntime partition) {
        return committedOnly
                ? partition.stable().value()
                : partition.highWatermark().value();
    }

    /** Has a waiter told when the end moves; false if it has since the answer was made. */
    boolean await(PartitionRuntime partition, HighWatermark.Waiter waiter) {
        return committedOnly
                ? partition.stable().await(waiter, seen)
                : partition.highWatermark().await(waiter, seen);
    }

    void forget(PartitionRuntime partition, HighWatermark.Waiter waiter) {
        if (committedOnly) {
            partition.stable().forget(waiter);
        } else {
            partition.highWatermark().forget(waiter);
        }
    }

    /** The end that the answer was made by. */
    long seen() {
        return seen;
    }

    void seen(long end) {
        seen = end;
    }

    /** Whether there is nothing to read and that can be told without the disk. */
    boolean isAtTail() {
        return place instanceof PartitionRuntime partition
                && partition.log() != null
                && wanted.lastFetchedEpoch() < 0
                && wanted.fetchOffset() == endOf(partition);
    }
}
