package gossip.core.message;

import static org.assertj.core.api.Assertions.assertThat;

import gossip.api.BufferSlice;
import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.broker.Records.Aborted;
import gossip.api.broker.Records.Fetched;
import gossip.api.record.Codecs;
import gossip.api.record.NewRecord;
import gossip.api.record.RecordBatchBuilder;
import gossip.api.record.RecordReader;
import gossip.api.record.StoredRecord;
import gossip.api.record.TransactionMarker;
import gossip.core.Gossip;
import gossip.core.message.Unpacking.Unpacked;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class UnpackingTest {
    private final Unpacking unpacking = new Unpacking(new RecordReader(Codecs.NONE, 1 << 20));

    @Test
    void recordsOfAbortedTransactionsDoNotCount() throws IOException {
        Log log = new Log();
        log.add(new RecordBatchBuilder().producer(1, (short) 0, 0).transactional(), "dropped");
        log.add(new RecordBatchBuilder().producer(2, (short) 0, 0).transactional(), "kept");
        log.add(new RecordBatchBuilder(), "plain");
        log.marker(1, false);
        log.marker(2, true);
        log.add(new RecordBatchBuilder().producer(1, (short) 0, 1).transactional(), "kept later");

        Unpacked unpacked = unpacking.unpack(log.fetched(List.of(new Aborted(1, 0))), 0, new Budget(100, 1 << 20));

        assertThat(values(unpacked)).containsExactly("kept", "plain", "kept later");
        assertThat(unpacked.nextOffset()).isEqualTo(6);
        assertThat(values(unpacking.unpack(log.fetched(List.of()), 0, new Budget(100, 1 << 20))))
                .containsExactly("dropped", "kept", "plain", "kept later");
    }

    @Test
    void whatCannotBeReadIsAProblemOnlyWhenItComesFirst() throws IOException {
        Log log = new Log();
        log.add(new RecordBatchBuilder(), "good");
        int damaged = log.size() + 61;
        log.add(new RecordBatchBuilder(), "bad", "worse");
        log.add(new RecordBatchBuilder(), "after");
        log.damage(damaged);

        Unpacked first = unpacking.unpack(log.fetched(List.of()), 0, new Budget(100, 1 << 20));
        Unpacked second = unpacking.unpack(log.fetched(List.of()), 1, new Budget(100, 1 << 20));

        assertThat(values(first)).containsExactly("good");
        assertThat(first.problem()).isEmpty();
        assertThat(first.nextOffset()).isEqualTo(1);
        assertThat(second.records()).isEmpty();
        assertThat(second.nextOffset()).isEqualTo(3);
        assertThat(second.problem()).hasValueSatisfying(text -> assertThat(text).contains("from offset 1 to 2"));
    }

    @Test
    void batchThatIsCutOffIsLeftForTheNextFetch() throws IOException {
        Log log = new Log();
        log.add(new RecordBatchBuilder(), "whole");
        log.add(new RecordBatchBuilder(), "cut");
        log.cut(3);

        Unpacked unpacked = unpacking.unpack(log.fetched(List.of()), 0, new Budget(100, 1 << 20));

        assertThat(values(unpacked)).containsExactly("whole");
        assertThat(unpacked.nextOffset()).isEqualTo(1);
    }

    /** However a log is batched and however little is taken at a time, all of it is brought, once and in order. */
    @Property(tries = 200)
    void goingOnBringsEverythingOnce(
            @ForAll @Size(min = 1, max = 20) List<@IntRange(min = 1, max = 7) Integer> batches,
            @ForAll @IntRange(min = 1, max = 10) int maxRecords,
            @ForAll @IntRange(min = 1, max = 40) int maxBytes)
            throws IOException {
        Log log = new Log();
        List<String> all = new ArrayList<>();
        for (int count : batches) {
            String[] values = new String[count];
            for (int i = 0; i < count; i++) {
                values[i] = "v" + all.size();
                all.add(values[i]);
            }
            log.add(new RecordBatchBuilder(), values);
        }
        List<String> brought = new ArrayList<>();
        long next = 0;
        while (next < all.size()) {
            Unpacked unpacked = unpacking.unpack(log.fetched(List.of()), next, new Budget(maxRecords, maxBytes));
            assertThat(unpacked.records()).hasSizeBetween(1, maxRecords);
            assertThat(unpacked.nextOffset())
                    .isEqualTo(next + unpacked.records().size());
            brought.addAll(values(unpacked));
            next = unpacked.nextOffset();
        }
        assertThat(brought).isEqualTo(all);
    }

    private static List<String> values(Unpacked unpacked) {
        return unpacked.records().stream()
                .map(StoredRecord::value)
                .map(Gossip::text)
                .toList();
    }

    /** Batches one after another. */
    private static final class Log {
        private ByteBuffer bytes = ByteBuffer.allocate(0);
        private long end;

        void add(RecordBatchBuilder builder, String... values) throws IOException {
            for (String value : values) {
                builder.add(NewRecord.of(1000, "k", value));
            }
            append(builder.baseOffset(end).build(), values.length);
        }

        void marker(long producer, boolean committed) {
            ByteBuffer marker = new TransactionMarker(committed, 1).batch(producer, (short) 0, 1000);
            marker.putLong(0, end);
            append(marker, 1);
        }

        private void append(ByteBuffer batch, int count) {
            ByteBuffer grown = ByteBuffer.allocate(bytes.limit() + batch.remaining());
            bytes = grown.put(bytes.duplicate().rewind()).put(batch).flip();
            end += count;
        }

        int size() {
            return bytes.limit();
        }

        void damage(int position) {
            bytes.put(position, (byte) 0x7f);
        }

        void cut(int count) {
            bytes.limit(bytes.limit() - count);
        }

        Fetched fetched(List<Aborted> aborted) {
            return new Fetched(
                    new TopicPartition("t", 0),
                    ErrorCode.NONE,
                    end,
                    end,
                    0,
                    Optional.empty(),
                    aborted,
                    new BufferSlice(bytes.duplicate().rewind()));
        }
    }
}
