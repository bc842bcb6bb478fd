package gossip.core.message;

import gossip.api.broker.Records.Fetched;
import gossip.api.record.Header;
import gossip.api.record.InvalidBatchException;
import gossip.api.record.RecordBatch;
import gossip.api.record.RecordReader;
import gossip.api.record.StoredRecord;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes records out of batches that were fetched. Stateless; may block on the disk, so for threads that read. */
final class Unpacking {
    private final RecordReader reader;

    Unpacking(RecordReader reader) {
        this.reader = reader;
    }

    /**
     * Takes out what counts and is wanted.
     *
     * @param fetched what was fetched; stays the caller's
     * @param from first offset wanted
     * @param budget how much may be taken
     * @return copies of the records; a batch that cannot be read is a problem only if nothing was found before it
     * @throws IOException if the bytes cannot be read
     */
    Unpacked unpack(Fetched fetched, long from, Budget budget) throws IOException {
        ByteBuffer batches = fetched.records().toBuffer();
        AbortedFilter filter = new AbortedFilter(fetched.aborted());
        List<StoredRecord> records = new ArrayList<>();
        long next = from;
        int position = 0;
        while (!budget.isSpent() && isWhole(batches, position)) {
            RecordBatch batch = RecordBatch.header(batches, position);
            long end = Math.max(next, batch.nextOffset());
            try {
                next = unpack(RecordBatch.at(batches, position), filter, next, budget, records);
            } catch (IOException | InvalidBatchException | BufferUnderflowException e) {
                return records.isEmpty()
                        ? new Unpacked(List.of(), end, Optional.of(problem(batch, e)))
                        : new Unpacked(records, next, Optional.empty());
            }
            if (next < end) {
                break;
            }
            position = batch.end();
        }
        return new Unpacked(records, next, Optional.empty());
    }

    private static String problem(RecordBatch batch, Exception cause) {
        return "the records from offset " + batch.baseOffset() + " to " + batch.lastOffset() + " cannot be read: "
                + Failures.message(cause);
    }

    private static boolean isWhole(ByteBuffer batches, int position) {
        if (batches.limit() - position < RecordBatch.HEADER_BYTES) {
            return false;
        }
        int size = RecordBatch.header(batches, position).sizeBytes();
        return size >= RecordBatch.HEADER_BYTES && size <= batches.limit() - position;
    }

    private long unpack(RecordBatch batch, AbortedFilter filter, long from, Budget budget, List<StoredRecord> records)
            throws IOException {
        if (batch.isControl()) {
            filter.pass(batch);
            return Math.max(from, batch.nextOffset());
        }
        if (filter.hides(batch)) {
            return Math.max(from, batch.nextOffset());
        }
        long[] full = {-1};
        int before = records.size();
        try {
            reader.forEach(batch, record -> {
                // a batch comes whole, also when the wanted offset lies within it
                if (record.offset() >= from) {
                    if (!budget.take(sizeBytes(record))) {
                        full[0] = record.offset();
                        return false;
                    }
                    records.add(copy(record));
                }
                return true;
            });
        } catch (InvalidBatchException | BufferUnderflowException e) {
            // what was read of it counts, and the rest is met again by who goes on after it
            if (records.size() > before) {
                return records.getLast().offset() + 1;
            }
            throw e;
        }
        return full[0] >= 0 ? full[0] : Math.max(from, batch.nextOffset());
    }

    private static long sizeBytes(StoredRecord record) {
        long size = length(record.key()) + length(record.value());
        for (Header header : record.headers()) {
            size += header.key().length() + length(header.value());
        }
        return size;
    }

    private static long length(Optional<ByteBuffer> bytes) {
        return bytes.isPresent() ? bytes.get().remaining() : 0;
    }

    /** A view would keep the whole batch in memory for as long as the client is slow. */
    private static StoredRecord copy(StoredRecord record) {
        List<Header> headers = record.headers().isEmpty()
                ? List.of()
                : record.headers().stream()
                        .map(header -> new Header(header.key(), header.value().map(Unpacking::copy)))
                        .toList();
        return new StoredRecord(
                record.offset(),
                record.timestampMs(),
                record.key().map(Unpacking::copy),
                record.value().map(Unpacking::copy),
                headers);
    }

    private static ByteBuffer copy(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(bytes.position(), copy);
        return ByteBuffer.wrap(copy);
    }

    /**
     * What was found.
     *
     * @param records in order; copies
     * @param nextOffset where to go on
     * @param problem why the batch before {@code nextOffset} could not be read; there are no records then
     */
    record Unpacked(List<StoredRecord> records, long nextOffset, Optional<String> problem) {}
}
