package gossip.core.groupstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import gossip.api.TopicPartition;
import gossip.api.group.GroupStore.Committed;
import gossip.api.record.InvalidBatchException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotBlank;
import org.junit.jupiter.api.Test;

class OffsetRecordsTest {
    private static final StoreKey KEY = new StoreKey.Offset("grp", new TopicPartition("top", 5));

    private static String hex(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        return HexFormat.of().formatHex(copy);
    }

    @Test
    void layoutIsKafkas() {
        assertThat(hex(KeyCodec.encode(KEY))).isEqualTo("0001" + "0003677270" + "0003746f70" + "00000005");
        assertThat(hex(OffsetRecords.encode(new Committed(258, 7, "m", 1))))
                .isEqualTo("0003" + "0000000000000102" + "00000007" + "00016d" + "0000000000000001");
    }

    @Property
    void keysAreReadBack(
            @ForAll String group, @ForAll @NotBlank String name, @ForAll @IntRange(min = 0) int partition) {
        List<StoreKey> keys = List.of(
                new StoreKey.Offset(wellFormed(group), new TopicPartition(wellFormed(name), partition)),
                new StoreKey.Entry(wellFormed(group), wellFormed(name)));
        assertThat(keys)
                .allSatisfy(
                        key -> assertThat(KeyCodec.decode(KeyCodec.encode(key))).contains(key));
    }

    private static String wellFormed(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    @Test
    void keysOfOtherKindsArePassedOver() {
        assertThat(KeyCodec.decode(ByteBuffer.wrap(HexFormat.of().parseHex("00020003677270"))))
                .isEmpty();
    }

    @Test
    void damageIsReported() {
        assertThatExceptionOfType(InvalidBatchException.class)
                .isThrownBy(() -> KeyCodec.decode(ByteBuffer.wrap(HexFormat.of().parseHex("00010009677270"))));
        assertThatExceptionOfType(InvalidBatchException.class)
                .isThrownBy(
                        () -> OffsetRecords.value(ByteBuffer.wrap(HexFormat.of().parseHex("0003ffff"))));
        assertThatExceptionOfType(InvalidBatchException.class)
                .isThrownBy(
                        () -> OffsetRecords.value(ByteBuffer.wrap(HexFormat.of().parseHex("0009"))))
                .withMessageContaining("version 9");
    }

    @Property
    void whatIsWrittenIsReadBack(@ForAll long offset, @ForAll int epoch, @ForAll long time, @ForAll String metadata) {
        Committed committed = new Committed(offset, epoch, wellFormed(metadata), time);
        assertThat(OffsetRecords.value(OffsetRecords.encode(committed))).isEqualTo(committed);
    }
}
