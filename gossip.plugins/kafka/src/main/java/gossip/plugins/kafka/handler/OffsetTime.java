package gossip.plugins.kafka.handler;

import gossip.api.broker.Records.OffsetSpec;
import java.util.Optional;
import org.apache.kafka.common.requests.ListOffsetsRequest;

/**
 * What a timestamp in ListOffsets stands for.
 *
 * @param spec what to look up; empty if the answer is always that there is no such offset
 * @param firstVersion version from which clients may ask for it
 */
record OffsetTime(Optional<OffsetSpec> spec, int firstVersion) {
    static OffsetTime of(long timestamp) {
        if (timestamp == ListOffsetsRequest.LATEST_TIMESTAMP) {
            return new OffsetTime(Optional.of(new OffsetSpec.Latest()), 0);
        }
        if (timestamp == ListOffsetsRequest.EARLIEST_TIMESTAMP) {
            return new OffsetTime(Optional.of(new OffsetSpec.Earliest()), 0);
        }
        if (timestamp == ListOffsetsRequest.MAX_TIMESTAMP) {
            return new OffsetTime(Optional.of(new OffsetSpec.MaxTimestamp()), 7);
        }
        if (timestamp == ListOffsetsRequest.EARLIEST_LOCAL_TIMESTAMP) {
            return new OffsetTime(Optional.of(new OffsetSpec.Earliest()), 8);
        }
        if (timestamp == ListOffsetsRequest.LATEST_TIERED_TIMESTAMP) {
            // nothing is tiered
            return new OffsetTime(Optional.empty(), 9);
        }
        if (timestamp == ListOffsetsRequest.EARLIEST_PENDING_UPLOAD_TIMESTAMP) {
            return new OffsetTime(Optional.empty(), 11);
        }
        return new OffsetTime(Optional.of(new OffsetSpec.AtTime(timestamp)), 0);
    }
}
