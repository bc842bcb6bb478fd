package gossip.api.record;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/** Builds one record batch, version 2. Not thread-safe. */
public final class RecordBatchBuilder {
    private final List<NewRecord> records = new ArrayList<>();
    private CompressionType compression = CompressionType.NONE;
    private Codecs codecs = Codecs.NONE;
    private long baseOffset;
    private int leaderEpoch = -1;
    private long producerId = RecordBatch.NO_PRODUCER_ID;
    private short producerEpoch = -1;
    private int baseSequence = -1;
    private int flags;

    /** Starts an uncompressed batch without records. */
    public RecordBatchBuilder() {
        // fields hold the defaults
    }

    /**
     * Adds a record.
     *
     * @param record the record
     * @return this
     */
    public RecordBatchBuilder add(NewRecord record) {
        records.add(record);
        return this;
    }

    /**
     * Sets the offset of the first record; 0 otherwise, as producers send it.
     *
     * @param offset an offset
     * @return this
     */
    public RecordBatchBuilder baseOffset(long offset) {
        this.baseOffset = offset;
        return this;
    }

    /**
     * Sets the leader epoch.
     *
     * @param epoch an epoch
     * @return this
     */
    public RecordBatchBuilder leaderEpoch(int epoch) {
        this.leaderEpoch = epoch;
        return this;
    }

    /**
     * Makes the batch idempotent.
     *
     * @param id producer id
     * @param epoch producer epoch
     * @param sequence sequence number of the first record
     * @return this
     */
    public RecordBatchBuilder producer(long id, short epoch, int sequence) {
        this.producerId = id;
        this.producerEpoch = epoch;
        this.baseSequence = sequence;
        return this;
    }

    /**
     * Makes the batch part of a transaction (KIP-98).
     *
     * @return this
     */
    public RecordBatchBuilder transactional() {
        this.flags |= RecordBatch.TRANSACTIONAL;
        return this;
    }

    /**
     * Makes the batch one of the broker's own, which consumers do not show.
     *
     * @return this
     */
    public RecordBatchBuilder control() {
        this.flags |= RecordBatch.CONTROL;
        return this;
    }

    /**
     * Compresses the records section.
     *
     * @param type the codec
     * @param available where the codec is found
     * @return this
     */
    public RecordBatchBuilder compression(CompressionType type, Codecs available) {
        this.compression = type;
        this.codecs = available;
        return this;
    }

    /**
     * Encodes the batch.
     *
     * @return a new heap buffer, from 0 to its limit
     * @throws IOException if the codec fails
     * @throws IllegalStateException if there is no record
     */
    public ByteBuffer build() throws IOException {
        if (records.isEmpty()) {
            throw new IllegalStateException("a batch needs a record");
        }
        long baseTimestamp = records.getFirst().timestampMs();
        ByteBuffer section = codecs.compress(compression, encodeRecords(baseTimestamp));
        ByteBuffer batch = ByteBuffer.allocate(RecordBatch.HEADER_BYTES + section.remaining());
        long maxTimestamp =
                records.stream().mapToLong(NewRecord::timestampMs).max().orElseThrow();
        batch.putLong(baseOffset).putInt(batch.capacity() - RecordBatch.LENGTH_OVERHEAD_BYTES);
        batch.putInt(leaderEpoch).put(RecordBatch.MAGIC).putInt(0).putShort((short) (compression.ordinal() | flags));
        batch.putInt(records.size() - 1).putLong(baseTimestamp).putLong(maxTimestamp);
        batch.putLong(producerId).putShort(producerEpoch).putInt(baseSequence).putInt(records.size());
        batch.put(section).flip();
        CRC32C crc = new CRC32C();
        crc.update(batch.slice(21, batch.limit() - 21));
        return batch.putInt(17, (int) crc.getValue());
    }

    private ByteBuffer encodeRecords(long baseTimestamp) {
        int total = 0;
        int[] bodies = new int[records.size()];
        for (int i = 0; i < bodies.length; i++) {
            bodies[i] = bodySize(records.get(i), i, baseTimestamp);
            total = Math.addExact(total, Varints.sizeOf(bodies[i]) + bodies[i]);
        }
        ByteBuffer section = ByteBuffer.allocate(total);
        for (int i = 0; i < bodies.length; i++) {
            Varints.write(section, bodies[i]);
            encodeBody(section, records.get(i), i, baseTimestamp);
        }
        return section.flip();
    }

    private static void encodeBody(ByteBuffer target, NewRecord record, int index, long baseTimestamp) {
        target.put((byte) 0);
        Varints.write(target, record.timestampMs() - baseTimestamp);
        Varints.write(target, index);
        writeBytes(target, record.key());
        writeBytes(target, record.value());
        Varints.write(target, record.headers().size());
        for (Header header : record.headers()) {
            writeBytes(target, Optional.of(ByteBuffer.wrap(header.key().getBytes(StandardCharsets.UTF_8))));
            writeBytes(target, header.value());
        }
    }

    private static int bodySize(NewRecord record, int index, long baseTimestamp) {
        int size = 1 + Varints.sizeOf(record.timestampMs() - baseTimestamp) + Varints.sizeOf(index);
        size += sizeOf(record.key())
                + sizeOf(record.value())
                + Varints.sizeOf(record.headers().size());
        for (Header header : record.headers()) {
            int name = header.key().getBytes(StandardCharsets.UTF_8).length;
            size += Varints.sizeOf(name) + name + sizeOf(header.value());
        }
        return size;
    }

    private static int sizeOf(Optional<ByteBuffer> bytes) {
        int length = bytes.map(ByteBuffer::remaining).orElse(0);
        return length + Varints.sizeOf(bytes.isPresent() ? length : -1);
    }

    private static void writeBytes(ByteBuffer target, Optional<ByteBuffer> bytes) {
        Varints.write(target, bytes.map(ByteBuffer::remaining).orElse(-1));
        bytes.ifPresent(b -> target.put(b.duplicate()));
    }
}
