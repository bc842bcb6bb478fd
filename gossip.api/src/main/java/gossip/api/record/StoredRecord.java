package gossip.api.record;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * A record read back from a batch. The buffers are views of the batch: copy them to keep them longer.
 *
 * @param offset its offset
 * @param timestampMs ms since 1970
 * @param key empty where the format has null
 * @param value empty where the format has null
 * @param headers in order
 */
public record StoredRecord(
        long offset, long timestampMs, Optional<ByteBuffer> key, Optional<ByteBuffer> value, List<Header> headers) {}
