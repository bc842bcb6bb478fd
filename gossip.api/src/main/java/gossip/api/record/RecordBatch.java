package gossip.api.record;

import java.nio.ByteBuffer;
import java.util.OptionalLong;
import java.util.zip.CRC32C;

/**
 * A view of one record batch, version 2, that lies in a buffer. It copies nothing and checks nothing beyond what {@link #at}
 * says; {@link #isIntact} checks the CRC. The view never moves the buffer's position or limit. The few fields that a broker
 * assigns (base offset, leader epoch) lie outside the CRC and can be set in place; one thread at a time.
 *
 * <pre>
 *  0 baseOffset int64        21 attributes int16        43 producerId int64
 *  8 batchLength int32       23 lastOffsetDelta int32   51 producerEpoch int16
 * 12 leaderEpoch int32       27 baseTimestamp int64     53 baseSequence int32
 * 16 magic int8 (2)          35 maxTimestamp int64      57 recordCount int32
 * 17 crc uint32 (CRC-32C of everything from 21 on)      61 records
 * </pre>
 *
 * @see <a href="https://kafka.apache.org/documentation/#recordbatch">the format</a>
 */
public final class RecordBatch {
    /** Bytes before the batch's length is known: base offset and length. */
    public static final int LENGTH_OVERHEAD_BYTES = 12;
    /** Bytes before the first record. */
    public static final int HEADER_BYTES = 61;
    /** The only format version stored. */
    public static final byte MAGIC = 2;
    /** Says that a batch has no producer id. */
    public static final long NO_PRODUCER_ID = -1;

    static final int TRANSACTIONAL = 0x10;
    static final int CONTROL = 0x20;

    private static final int DELETE_HORIZON = 0x40;
    private static final int LENGTH = 8;
    private static final int LEADER_EPOCH = 12;
    private static final int MAGIC_AT = 16;
    private static final int CRC = 17;
    private static final int ATTRIBUTES = 21;
    private static final int LAST_OFFSET_DELTA = 23;
    private static final int BASE_TIMESTAMP = 27;
    private static final int MAX_TIMESTAMP = 35;
    private static final int PRODUCER_ID = 43;
    private static final int PRODUCER_EPOCH = 51;
    private static final int BASE_SEQUENCE = 53;
    private static final int RECORD_COUNT = 57;

    private final ByteBuffer buffer;
    private final int position;

    private RecordBatch(ByteBuffer buffer, int position) {
        this.buffer = buffer;
        this.position = position;
    }

    /**
     * Views the batch that starts at a position. The whole batch lies below the buffer's limit, its magic is 2, and its
     * length is at least the header's.
     *
     * @param buffer big-endian
     * @param position first byte of the batch, absolute
     * @return the view
     * @throws InvalidBatchException if that is not so
     */
    public static RecordBatch at(ByteBuffer buffer, int position) {
        int available = buffer.limit() - position;
        if (available < HEADER_BYTES) {
            throw new InvalidBatchException(
                    "a record batch has a header of " + HEADER_BYTES + " bytes, only " + available + " are here");
        }
        byte magic = buffer.get(position + MAGIC_AT);
        if (magic != MAGIC) {
            throw new InvalidBatchException("magic is " + magic + "; only version 2 batches are stored");
        }
        int length = buffer.getInt(position + LENGTH);
        if (length < HEADER_BYTES - LENGTH_OVERHEAD_BYTES || length > available - LENGTH_OVERHEAD_BYTES) {
            throw new InvalidBatchException("batch length is " + length + ", " + available + " bytes are here");
        }
        return new RecordBatch(buffer, position);
    }

    /**
     * Views a header whose records may be missing, as recovery and offset look-ups read it.
     *
     * @param buffer holds at least {@link #HEADER_BYTES} from {@code position} on
     * @param position first byte of the batch, absolute
     * @return the view; only header fields may be asked for
     */
    public static RecordBatch header(ByteBuffer buffer, int position) {
        return new RecordBatch(buffer, position);
    }

    /**
     * The buffer viewed.
     *
     * @return the buffer given to {@link #at}
     */
    public ByteBuffer buffer() {
        return buffer;
    }

    /**
     * Where the batch starts.
     *
     * @return absolute position in {@link #buffer}
     */
    public int position() {
        return position;
    }

    /**
     * Where the batch ends.
     *
     * @return absolute position in {@link #buffer}, exclusive
     */
    public int end() {
        return position + sizeBytes();
    }

    /**
     * Size of header and records.
     *
     * @return bytes
     */
    public int sizeBytes() {
        return LENGTH_OVERHEAD_BYTES + buffer.getInt(position + LENGTH);
    }

    /**
     * Format version.
     *
     * @return 2 for a batch this class understands
     */
    public byte magic() {
        return buffer.get(position + MAGIC_AT);
    }

    /**
     * Offset of the first record.
     *
     * @return an offset
     */
    public long baseOffset() {
        return buffer.getLong(position);
    }

    /**
     * Offset of the last record, which stays the same when compaction removes records.
     *
     * @return an offset, inclusive
     */
    public long lastOffset() {
        return baseOffset() + lastOffsetDelta();
    }

    /**
     * The offset after the batch.
     *
     * @return an offset
     */
    public long nextOffset() {
        return lastOffset() + 1;
    }

    /**
     * Distance from the first to the last offset.
     *
     * @return count of offsets less one
     */
    public int lastOffsetDelta() {
        return buffer.getInt(position + LAST_OFFSET_DELTA);
    }

    /**
     * Epoch of the leader that appended the batch.
     *
     * @return -1 if never assigned
     */
    public int leaderEpoch() {
        return buffer.getInt(position + LEADER_EPOCH);
    }

    /**
     * Stored checksum.
     *
     * @return CRC-32C as an unsigned number
     */
    public long crc() {
        return Integer.toUnsignedLong(buffer.getInt(position + CRC));
    }

    /**
     * Attribute bits.
     *
     * @return as stored
     */
    public short attributes() {
        return buffer.getShort(position + ATTRIBUTES);
    }

    /**
     * Codec of the records section.
     *
     * @return the codec
     */
    public CompressionType compression() {
        return CompressionType.of(attributes() & 0x07);
    }

    /**
     * Whether the broker's clock gave the timestamps (LogAppendTime).
     *
     * @return false when the producer's did
     */
    public boolean isLogAppendTime() {
        return (attributes() & 0x08) != 0;
    }

    /**
     * Whether the batch belongs to a transaction.
     *
     * @return true if so
     */
    public boolean isTransactional() {
        return (attributes() & TRANSACTIONAL) != 0;
    }

    /**
     * Whether the batch holds a control record, which consumers never see.
     *
     * @return true if so
     */
    public boolean isControl() {
        return (attributes() & CONTROL) != 0;
    }

    /**
     * When compaction may remove the batch's tombstones, or the batch if it is a transaction's marker (KIP-534). It stands
     * in the place of {@link #baseTimestamp}; the deltas of the records count from it.
     *
     * @return ms since 1970; empty in a batch that compaction has not given one
     */
    public OptionalLong deleteHorizonMs() {
        return (attributes() & DELETE_HORIZON) == 0 ? OptionalLong.empty() : OptionalLong.of(baseTimestamp());
    }

    /**
     * Timestamp that record deltas count from.
     *
     * @return ms since 1970; with a {@link #deleteHorizonMs} the same as that
     */
    public long baseTimestamp() {
        return buffer.getLong(position + BASE_TIMESTAMP);
    }

    /**
     * Largest timestamp of any record.
     *
     * @return ms since 1970; -1 if none has one
     */
    public long maxTimestamp() {
        return buffer.getLong(position + MAX_TIMESTAMP);
    }

    /**
     * Producer id, for idempotence.
     *
     * @return {@link #NO_PRODUCER_ID} if there is none
     */
    public long producerId() {
        return buffer.getLong(position + PRODUCER_ID);
    }

    /**
     * Epoch of the producer id.
     *
     * @return -1 if there is none
     */
    public short producerEpoch() {
        return buffer.getShort(position + PRODUCER_EPOCH);
    }

    /**
     * Sequence number of the first record.
     *
     * @return -1 if there is none
     */
    public int baseSequence() {
        return buffer.getInt(position + BASE_SEQUENCE);
    }

    /**
     * Sequence number of the last record; wraps to 0 after the largest int.
     *
     * @return -1 if there is none
     */
    public int lastSequence() {
        int base = baseSequence();
        return base < 0 ? base : (base + lastOffsetDelta()) & Integer.MAX_VALUE;
    }

    /**
     * How many records there are.
     *
     * @return a count
     */
    public int recordCount() {
        return buffer.getInt(position + RECORD_COUNT);
    }

    /**
     * The records section as stored, perhaps compressed.
     *
     * @return a view of its own
     */
    public ByteBuffer records() {
        return buffer.slice(position + HEADER_BYTES, sizeBytes() - HEADER_BYTES);
    }

    /**
     * The whole batch.
     *
     * @return a view of its own
     */
    public ByteBuffer bytes() {
        return buffer.slice(position, sizeBytes());
    }

    /**
     * Whether the checksum is right.
     *
     * @return false if any byte from the attributes on differs from what was checksummed
     */
    public boolean isIntact() {
        return computeCrc() == crc();
    }

    /**
     * Assigns offset and epoch; both lie outside the checksum.
     *
     * @param baseOffset offset of the first record
     * @param leaderEpoch epoch of the appending leader
     */
    public void assign(long baseOffset, int leaderEpoch) {
        buffer.putLong(position, baseOffset);
        buffer.putInt(position + LEADER_EPOCH, leaderEpoch);
    }

    /**
     * Marks the batch as LogAppendTime with the broker's clock. The checksum is computed anew.
     *
     * @param timestampMs ms since 1970
     */
    public void stampLogAppendTime(long timestampMs) {
        buffer.putShort(position + ATTRIBUTES, (short) (attributes() | 0x08));
        buffer.putLong(position + MAX_TIMESTAMP, timestampMs);
        buffer.putInt(position + CRC, (int) computeCrc());
    }

    /**
     * A batch with the same offsets, epoch, producer and base timestamp but other records, as compaction makes it.
     *
     * @param section encoded records, compressed as this batch is; from position to limit
     * @param recordCount how many there are; with none the batch counts as not compressed
     * @param maxTimestampMs largest timestamp of any of them
     * @return a new heap buffer, from 0 to its limit
     */
    public ByteBuffer withRecords(ByteBuffer section, int recordCount, long maxTimestampMs) {
        ByteBuffer copy = ByteBuffer.allocate(HEADER_BYTES + section.remaining());
        copy.put(0, buffer, position, HEADER_BYTES).put(HEADER_BYTES, section, section.position(), section.remaining());
        copy.putInt(LENGTH, copy.capacity() - LENGTH_OVERHEAD_BYTES);
        copy.putInt(RECORD_COUNT, recordCount).putLong(MAX_TIMESTAMP, maxTimestampMs);
        if (recordCount == 0) {
            copy.putShort(ATTRIBUTES, (short) (attributes() & ~0x07));
        }
        return copy.putInt(CRC, (int) header(copy, 0).computeCrc());
    }

    /**
     * A batch with the same offsets, epoch and producer but with a {@link #deleteHorizonMs} and records that count from it.
     *
     * @param section encoded records with timestamps as deltas to {@code horizonMs}, compressed as this batch is; from
     *     position to limit
     * @param recordCount how many there are, at least 1
     * @param maxTimestampMs largest timestamp of any of them
     * @param horizonMs ms since 1970
     * @return a new heap buffer, from 0 to its limit
     */
    public ByteBuffer withRecords(ByteBuffer section, int recordCount, long maxTimestampMs, long horizonMs) {
        ByteBuffer copy = withRecords(section, recordCount, maxTimestampMs);
        copy.putShort(ATTRIBUTES, (short) (attributes() | DELETE_HORIZON)).putLong(BASE_TIMESTAMP, horizonMs);
        return copy.putInt(CRC, (int) header(copy, 0).computeCrc());
    }

    private long computeCrc() {
        CRC32C crc = new CRC32C();
        crc.update(buffer.slice(position + ATTRIBUTES, sizeBytes() - ATTRIBUTES));
        return crc.getValue();
    }
}
