package gossip.api.record;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * A record on its way into a batch.
 *
 * @param timestampMs ms since 1970
 * @param key empty where the format has null
 * @param value empty where the format has null (a tombstone on a compacted topic)
 * @param headers in order
 */
public record NewRecord(long timestampMs, Optional<ByteBuffer> key, Optional<ByteBuffer> value, List<Header> headers) {
    /** Copies the list of headers. */
    public NewRecord {
        headers = List.copyOf(headers);
    }

    /**
     * A record of text.
     *
     * @param timestampMs ms since 1970
     * @param key becomes UTF-8
     * @param value becomes UTF-8
     * @return the record
     */
    public static NewRecord of(long timestampMs, String key, String value) {
        return new NewRecord(timestampMs, Optional.of(utf8(key)), Optional.of(utf8(value)), List.of());
    }

    private static ByteBuffer utf8(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
