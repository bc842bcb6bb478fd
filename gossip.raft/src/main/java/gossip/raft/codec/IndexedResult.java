package gossip.raft.codec;

import gossip.api.metadata.MetadataResult;
import java.util.Objects;

/**
 * What a command led to, with its place in the log.
 *
 * @param index index of the command
 * @param result what it led to
 */
public record IndexedResult(long index, MetadataResult result) {
    /** Refuses null. */
    public IndexedResult {
        Objects.requireNonNull(result, "result");
    }
}
