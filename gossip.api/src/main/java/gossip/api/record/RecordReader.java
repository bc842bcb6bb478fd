package gossip.api.record;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Reads the records of batches. Used where the broker has to look inside, never on the produce path of plain topics. */
public final class RecordReader {
    private final Codecs codecs;
    private final int maxExpandedBytes;

    /**
     * Creates a reader.
     *
     * @param codecs for compressed batches
     * @param maxExpandedBytes the most that one batch may expand to
     */
    public RecordReader(Codecs codecs, int maxExpandedBytes) {
        this.codecs = codecs;
        this.maxExpandedBytes = maxExpandedBytes;
    }

    /**
     * Reads one batch until the visitor has seen enough.
     *
     * @param batch a whole batch
     * @param visitor called for each record in order; false ends the reading
     * @throws IOException if the records do not expand
     * @throws InvalidBatchException if they do not parse
     */
    public void forEach(RecordBatch batch, Predicate<? super StoredRecord> visitor) throws IOException {
        ByteBuffer section = codecs.decompress(batch.compression(), batch.records(), maxExpandedBytes)
                .duplicate();
        try {
            for (int i = 0; i < batch.recordCount(); i++) {
                if (!visitor.test(read(batch, section))) {
                    return;
                }
            }
        } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
            throw new InvalidBatchException("the batch at offset " + batch.baseOffset() + " ends within a record", e);
        }
    }

    /**
     * Measures the records of a batch without reading more of them than their lengths.
     *
     * @param batch a whole batch
     * @return bytes of the largest record when expanded, its length prefix included; 0 for a batch without records
     * @throws IOException if the records do not expand
     * @throws InvalidBatchException if they do not parse
     */
    public int largestRecordBytes(RecordBatch batch) throws IOException {
        ByteBuffer section = codecs.decompress(batch.compression(), batch.records(), maxExpandedBytes)
                .duplicate();
        int largest = 0;
        for (int i = 0; i < batch.recordCount(); i++) {
            int start = section.position();
            int length = Varints.readInt(section);
            if (length < 0 || length > section.remaining()) {
                throw new InvalidBatchException("record " + i + " of the batch claims " + length + " bytes, "
                        + section.remaining() + " are left");
            }
            section.position(section.position() + length);
            largest = Math.max(largest, section.position() - start);
        }
        return largest;
    }

    /**
     * All records of all whole batches in a buffer; a batch cut short at the end is left out.
     *
     * @param batches from position to limit; its position is not moved
     * @return records in order, control records left out
     * @throws IOException if a batch does not expand
     */
    public List<StoredRecord> readAll(ByteBuffer batches) throws IOException {
        List<StoredRecord> all = new ArrayList<>();
        int position = batches.position();
        while (batches.limit() - position >= RecordBatch.HEADER_BYTES
                && RecordBatch.header(batches, position).end() <= batches.limit()) {
            RecordBatch batch = RecordBatch.at(batches, position);
            if (!batch.isControl()) {
                forEach(batch, all::add);
            }
            position = batch.end();
        }
        return all;
    }

    private static StoredRecord read(RecordBatch batch, ByteBuffer section) {
        int length = Varints.readInt(section);
        int end = Math.addExact(section.position(), length);
        section.get(); // attributes, unused by the format
        long timestamp = batch.baseTimestamp() + Varints.readLong(section);
        long offset = batch.baseOffset() + Varints.readInt(section);
        Optional<ByteBuffer> key = readBytes(section);
        Optional<ByteBuffer> value = readBytes(section);
        List<Header> headers = readHeaders(section);
        if (section.position() != end) {
            throw new InvalidBatchException("the record at offset " + offset + " is not as long as it says");
        }
        return new StoredRecord(
                offset, batch.isLogAppendTime() ? batch.maxTimestamp() : timestamp, key, value, headers);
    }

    private static List<Header> readHeaders(ByteBuffer section) {
        int count = Varints.readInt(section);
        if (count == 0) {
            return List.of();
        }
        if (count < 0 || count > section.remaining()) {
            throw new InvalidBatchException("a record claims " + count + " headers");
        }
        List<Header> headers = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            ByteBuffer key = readBytes(section).orElseThrow(() -> new InvalidBatchException("a header has no key"));
            headers.add(new Header(StandardCharsets.UTF_8.decode(key).toString(), readBytes(section)));
        }
        return headers;
    }

    private static Optional<ByteBuffer> readBytes(ByteBuffer section) {
        int length = Varints.readInt(section);
        if (length < 0) {
            return Optional.empty();
        }
        if (length > section.remaining()) {
            throw new InvalidBatchException(
                    "a field claims " + length + " bytes, " + section.remaining() + " are left");
        }
        ByteBuffer bytes = section.slice(section.position(), length);
        section.position(section.position() + length);
        return Optional.of(bytes);
    }
}
