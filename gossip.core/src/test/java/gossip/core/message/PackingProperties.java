package gossip.core.message;

import static org.assertj.core.api.Assertions.assertThat;

import gossip.api.record.Codecs;
import gossip.api.record.CompressionType;
import gossip.api.record.Header;
import gossip.api.record.NewRecord;
import gossip.api.record.RecordBatch;
import gossip.api.record.RecordReader;
import gossip.api.record.StoredRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class PackingProperties {
    private final Packing packing = new Packing(Codecs.NONE);

    @Property(tries = 300)
    void everythingIsPackedInOrderWithinTheLimit(
            @ForAll @Size(min = 1, max = 30) List<@From("records") NewRecord> records,
            @ForAll @IntRange(min = 100, max = 2000) int maxBatchBytes)
            throws IOException {
        ByteBuffer packed = packing.pack(records, CompressionType.NONE, maxBatchBytes);

        List<StoredRecord> read = new ArrayList<>();
        for (int at = 0; at < packed.limit(); ) {
            RecordBatch batch = RecordBatch.at(packed, at);
            assertThat(batch.isIntact()).isTrue();
            assertThat(batch.sizeBytes() <= maxBatchBytes || batch.recordCount() == 1)
                    .isTrue();
            new RecordReader(Codecs.NONE, 1 << 20).forEach(batch, read::add);
            at = batch.end();
        }
        assertThat(read).hasSameSizeAs(records);
        for (int i = 0; i < records.size(); i++) {
            assertThat(read.get(i).key()).isEqualTo(records.get(i).key());
            assertThat(read.get(i).value()).isEqualTo(records.get(i).value());
            assertThat(read.get(i).headers()).isEqualTo(records.get(i).headers());
            assertThat(read.get(i).timestampMs()).isEqualTo(records.get(i).timestampMs());
        }
    }

    @Property(tries = 300)
    void boundIsNeverTooSmall(@ForAll("records") NewRecord record) throws IOException {
        ByteBuffer alone = packing.pack(List.of(record), CompressionType.NONE, 1);

        assertThat(Packing.sizeBound(record)).isGreaterThanOrEqualTo(alone.remaining() - RecordBatch.HEADER_BYTES);
    }

    @Provide
    Arbitrary<NewRecord> records() {
        Arbitrary<Optional<ByteBuffer>> bytes = Arbitraries.bytes()
                .array(byte[].class)
                .ofMaxSize(200)
                .map(ByteBuffer::wrap)
                .optional();
        Arbitrary<Header> headers = Combinators.combine(
                        Arbitraries.strings().withCharRange('\u0000', '\ud7ff').ofMaxLength(10), bytes)
                .as(Header::new);
        return Combinators.combine(
                        Arbitraries.longs().between(0, Long.MAX_VALUE / 4),
                        bytes,
                        bytes,
                        headers.list().ofMaxSize(3))
                .as(NewRecord::new);
    }
}
