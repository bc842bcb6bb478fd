package gossip.tck;

import gossip.api.record.Codecs;
import gossip.api.record.NewRecord;
import gossip.api.record.RecordBatchBuilder;
import gossip.api.record.RecordReader;
import gossip.api.record.StoredRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Batches to test with. */
public final class Batches {
    private Batches() {}

    /**
     * A batch of text records with the same timestamp.
     *
     * @param baseOffset offset of the first record
     * @param leaderEpoch epoch of the leader
     * @param timestampMs ms since 1970, of all records
     * @param values one record each
     * @return a new buffer
     */
    public static ByteBuffer batch(long baseOffset, int leaderEpoch, long timestampMs, String... values) {
        RecordBatchBuilder builder =
                new RecordBatchBuilder().baseOffset(baseOffset).leaderEpoch(leaderEpoch);
        for (String value : values) {
            builder.add(NewRecord.of(timestampMs, "key", value));
        }
        try {
            return builder.build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A batch in epoch 0 with one record, at the time that equals its offset.
     *
     * @param offset offset of the record
     * @param key its key
     * @param value its value
     * @return a new buffer
     */
    public static ByteBuffer keyed(long offset, String key, String value) {
        try {
            return new RecordBatchBuilder()
                    .baseOffset(offset)
                    .leaderEpoch(0)
                    .add(NewRecord.of(offset, key, value))
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A batch in epoch 0 with a record that has no value.
     *
     * @param offset offset of the record, and its time
     * @param key its key
     * @return a new buffer
     */
    public static ByteBuffer tombstone(long offset, String key) {
        try {
            return new RecordBatchBuilder()
                    .baseOffset(offset)
                    .leaderEpoch(0)
                    .add(new NewRecord(offset, NewRecord.of(0, key, "").key(), Optional.empty(), List.of()))
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A batch in epoch 0 at the time that equals its offset.
     *
     * @param baseOffset offset of the first record
     * @param values one record each
     * @return a new buffer
     */
    public static ByteBuffer batch(long baseOffset, String... values) {
        return batch(baseOffset, 0, baseOffset, values);
    }

    /**
     * The values of all records of whole, uncompressed batches.
     *
     * @param batches from position to limit
     * @return as text
     */
    public static List<String> values(ByteBuffer batches) {
        return records(batches).stream()
                .map(record -> StandardCharsets.UTF_8
                        .decode(record.value().orElseThrow().duplicate())
                        .toString())
                .toList();
    }

    /**
     * All records of whole, uncompressed batches.
     *
     * @param batches from position to limit
     * @return in order
     */
    public static List<StoredRecord> records(ByteBuffer batches) {
        try {
            return new RecordReader(Codecs.NONE, Integer.MAX_VALUE).readAll(batches);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
