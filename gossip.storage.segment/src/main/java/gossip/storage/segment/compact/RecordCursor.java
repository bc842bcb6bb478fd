package gossip.storage.segment.compact;

import gossip.api.record.Codecs;
import gossip.api.record.InvalidBatchException;
import gossip.api.record.RecordBatch;
import gossip.api.record.Varints;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Walks the records of a batch and knows where each lies, so that it can be kept as it is. One thread. */
final class RecordCursor {
    /** A batch that expands further is left alone by failing: memory is bounded. */
    private static final int MAX_EXPANDED_BYTES = 256 << 20;

    /** Length, attributes and timestamp at their largest. */
    private static final int MAX_START_BYTES = 5 + 1 + 10;

    private final RecordBatch batch;
    private final ByteBuffer section;
    private int rest;
    private int start;
    /** Where the offset delta begins, behind the timestamp. */
    private int restStart;

    private byte attributes;
    private long offset;
    private long timestampMs;
    private Optional<ByteBuffer> key = Optional.empty();
    private boolean hasValue;

    RecordCursor(RecordBatch batch, Codecs codecs) throws IOException {
        this.batch = batch;
        this.rest = batch.recordCount();
        this.section = rest == 0
                ? ByteBuffer.allocate(0)
                : codecs.decompress(batch.compression(), batch.records(), MAX_EXPANDED_BYTES)
                        .duplicate();
    }

    boolean next() {
        if (rest == 0) {
            return false;
        }
        rest--;
        start = section.position();
        try {
            read();
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new InvalidBatchException("the batch at offset " + batch.baseOffset() + " ends within a record", e);
        }
        return true;
    }

    private void read() {
        int end = Varints.readInt(section);
        end += section.position();
        attributes = section.get();
        timestampMs = batch.baseTimestamp() + Varints.readLong(section);
        restStart = section.position();
        offset = batch.baseOffset() + Varints.readInt(section);
        int keyBytes = Varints.readInt(section);
        key = keyBytes < 0 ? Optional.empty() : Optional.of(section.slice(section.position(), checked(keyBytes)));
        section.position(section.position() + Math.max(0, keyBytes));
        hasValue = Varints.readInt(section) >= 0;
        section.position(end);
    }

    private int checked(int length) {
        if (length > section.remaining()) {
            throw new IllegalArgumentException("a key of " + length + " bytes");
        }
        return length;
    }

    /** The record as it lies in the expanded section. */
    ByteBuffer bytes() {
        return section.slice(start, section.position() - start);
    }

    /** Most bytes that {@link #writeTo} needs. */
    int maxBytes() {
        return section.position() - restStart + MAX_START_BYTES;
    }

    /** Encodes the record with its timestamp as the distance from another base. */
    void writeTo(ByteBuffer target, long baseTimestampMs) {
        long delta = timestampMs - baseTimestampMs;
        int restBytes = section.position() - restStart;
        Varints.write(target, 1 + Varints.sizeOf(delta) + restBytes);
        target.put(attributes);
        Varints.write(target, delta);
        target.put(section.slice(restStart, restBytes));
    }

    long offset() {
        return offset;
    }

    long timestampMs() {
        return timestampMs;
    }

    Optional<ByteBuffer> key() {
        return key;
    }

    boolean hasValue() {
        return hasValue;
    }
}
