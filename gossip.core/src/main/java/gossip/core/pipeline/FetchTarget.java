package gossip.core.pipeline;

import gossip.api.broker.Records.FetchPartition;
import gossip.core.partition.PartitionRuntime;
import gossip.core.partition.Place;

/** One partition of a fetch. Belongs to one thread at a time. */
final class FetchTarget {
    private final FetchPartition wanted;
    private Place place;
    private long seen;

    FetchTarget(FetchPartition wanted, Place place) {
        this.wanted = wanted;
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

    /** The high watermark that the answer was made by. */
    long seen() {
        return seen;
    }

    void seen(long highWatermark) {
        seen = highWatermark;
    }

    /** Whether there is nothing to read and that can be told without the disk. */
    boolean isAtTail() {
        return place instanceof PartitionRuntime partition
                && partition.log() != null
                && wanted.lastFetchedEpoch() < 0
                && wanted.fetchOffset() == partition.highWatermark().value();
    }
}
