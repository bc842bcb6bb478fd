package gossip.plugins.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gossip.api.record.Codecs;
import gossip.api.record.CompressionCodec;
import gossip.api.record.CompressionType;
import gossip.api.record.NewRecord;
import gossip.api.record.RecordBatch;
import gossip.api.record.RecordBatchBuilder;
import gossip.api.record.RecordReader;
import gossip.api.record.StoredRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CodecsTest {
    static Stream<CompressionCodec> codecs() {
        return Stream.of(new GzipCodec(), new SnappyCodec(), new Lz4Codec(), new ZstdCodec());
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void whatIsCompressedExpandsToTheSameBytes(CompressionCodec codec) throws IOException {
        Random random = new Random(7);
        for (int size : new int[] {0, 1, 100, 65_536, 300_001}) {
            byte[] bytes = new byte[size];
            random.nextBytes(bytes);
            ByteBuffer packed = codec.compress(ByteBuffer.wrap(bytes));
            assertThat(codec.decompress(packed, size)).isEqualTo(ByteBuffer.wrap(bytes));
        }
    }

    @ParameterizedTest
    @CsvSource({"GZIP, 1, 9", "LZ4, 9, 17", "ZSTD, -131072, 22", "ZSTD, 1, 19"})
    void aHigherLevelIsSmallerAndExpandsToTheSame(CompressionType type, int fast, int thorough) throws IOException {
        CompressionCodec codec =
                codecs().filter(one -> one.type() == type).findFirst().orElseThrow();
        StringBuilder text = new StringBuilder();
        Random random = new Random(3);
        for (int i = 0; i < 20_000; i++) {
            text.append("word").append(random.nextInt(500)).append(' ');
        }
        ByteBuffer plain = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
        ByteBuffer large = codec.compress(plain, fast);
        ByteBuffer small = codec.compress(plain, thorough);
        assertThat(small.remaining()).isLessThan(large.remaining());
        assertThat(codec.decompress(small, 1 << 20)).isEqualTo(plain);
        assertThat(codec.decompress(large, 1 << 20)).isEqualTo(plain);
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void anExpansionBeyondTheLimitIsRefused(CompressionCodec codec) throws IOException {
        ByteBuffer bomb = codec.compress(ByteBuffer.allocate(50_000_000));
        assertThatThrownBy(() -> codec.decompress(bomb, 1_000_000))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("1000000 bytes allowed");
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void damagedBytesAreAnIoException(CompressionCodec codec) throws IOException {
        byte[] text = "some text that is long enough to be worth it ".repeat(50).getBytes(StandardCharsets.UTF_8);
        byte[] packed = codec.compress(ByteBuffer.wrap(text)).array();
        Random random = new Random(11);
        for (int i = 0; i < 200; i++) {
            byte[] damaged = packed.clone();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            try {
                assertThat(codec.decompress(ByteBuffer.wrap(damaged), 1 << 20).remaining())
                        .isLessThanOrEqualTo(1 << 20);
            } catch (IOException e) {
                assertThat(e).hasMessageMatching("(?s).*");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void compressedBatchesAreReadBack(CompressionCodec codec) throws IOException {
        Codecs codecs = new Codecs(List.of(codec));
        ByteBuffer batch = new RecordBatchBuilder()
                .add(NewRecord.of(1_000, "k1", "v1"))
                .add(NewRecord.of(1_005, "k2", "v2"))
                .compression(codec.type(), codecs)
                .baseOffset(42)
                .build();
        assertThat(RecordBatch.at(batch, 0).compression())
                .isEqualTo(codec.type())
                .isNotEqualTo(CompressionType.NONE);
        assertThat(new RecordReader(codecs, 1 << 20).readAll(batch))
                .extracting(StoredRecord::offset)
                .containsExactly(42L, 43L);
    }
}
