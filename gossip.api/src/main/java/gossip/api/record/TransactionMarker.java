package gossip.api.record;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * What the control batch says that ends a producer's transaction in a partition (KIP-98), in Kafka's layout.
 *
 * <pre>
 * key    int16 0 | int16 type: 0 abort, 1 commit
 * value  int16 0 | int32 coordinatorEpoch
 * </pre>
 *
 * @param committed whether the records before it count
 * @param coordinatorEpoch epoch of the coordinator that decided so; -1 if none did
 */
public record TransactionMarker(boolean committed, int coordinatorEpoch) {
    private static final short VERSION = 0;
    private static final short ABORT = 0;
    private static final short COMMIT = 1;
    private static final int KEY_BYTES = 4;
    private static final int VALUE_BYTES = 6;

    /**
     * Makes the control batch, without an offset.
     *
     * @param producerId whose transaction ends
     * @param producerEpoch the producer's epoch from now on
     * @param timestampMs ms since 1970
     * @return a new buffer
     */
    public ByteBuffer batch(long producerId, short producerEpoch, long timestampMs) {
        ByteBuffer key = ByteBuffer.allocate(KEY_BYTES)
                .putShort(VERSION)
                .putShort(committed ? COMMIT : ABORT)
                .flip();
        ByteBuffer value = ByteBuffer.allocate(VALUE_BYTES)
                .putShort(VERSION)
                .putInt(coordinatorEpoch)
                .flip();
        try {
            return new RecordBatchBuilder()
                    .producer(producerId, producerEpoch, -1)
                    .transactional()
                    .control()
                    .add(new NewRecord(timestampMs, Optional.of(key), Optional.of(value), List.of()))
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException("an uncompressed batch needs no codec", e);
        }
    }

    /**
     * Reads the marker of a control batch.
     *
     * @param batch a whole batch
     * @return empty if it is a control batch of another kind, or has lost its record to compaction
     * @throws InvalidBatchException if it does not parse
     */
    public static Optional<TransactionMarker> of(RecordBatch batch) {
        StoredRecord[] first = new StoredRecord[1];
        try {
            new RecordReader(Codecs.NONE, Integer.MAX_VALUE).forEach(batch, record -> {
                first[0] = record;
                return false;
            });
        } catch (IOException e) {
            throw new InvalidBatchException("the control batch at offset " + batch.baseOffset() + " is compressed", e);
        }
        return first[0] == null ? Optional.empty() : parse(batch, first[0]);
    }

    private static Optional<TransactionMarker> parse(RecordBatch batch, StoredRecord record) {
        ByteBuffer key = record.key().orElse(ByteBuffer.allocate(0)).duplicate();
        ByteBuffer value = record.value().orElse(ByteBuffer.allocate(0)).duplicate();
        if (key.remaining() < KEY_BYTES || key.getShort() < 0) {
            throw new InvalidBatchException("the control batch at offset " + batch.baseOffset() + " has no valid key");
        }
        short type = key.getShort();
        if (type != ABORT && type != COMMIT) {
            return Optional.empty();
        }
        if (value.remaining() < VALUE_BYTES || value.getShort() < 0) {
            throw new InvalidBatchException("the marker at offset " + batch.baseOffset() + " has no valid value");
        }
        return Optional.of(new TransactionMarker(type == COMMIT, value.getInt()));
    }
}
