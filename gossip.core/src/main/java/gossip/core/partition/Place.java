package gossip.core.partition;

import gossip.api.ErrorCode;

/** Where a partition is, seen from this broker: here, or else the reason why not. */
public sealed interface Place permits PartitionRuntime, Place.Absent {
    /**
     * The partition is not here.
     *
     * @param error for the client
     * @param message for a person
     */
    record Absent(ErrorCode error, String message) implements Place {}
}
