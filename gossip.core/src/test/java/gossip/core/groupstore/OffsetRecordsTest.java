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
import java.util.Optional;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotBlank;
import net.jqwik.api.constraints.Size;
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
        assertThat(hex(OffsetRecords.encode(new Committed(258, 7, "m", 1, Optional.of(new UUID(1, 2))))))
                .isEqualTo("0004" + "0000000000000102" + "00000007" + "026d" + "0000000000000001" + "01" + "0010"
                        + "0000000000000001" + "0000000000000002");
    }

    @Test
    void fieldsOfLaterVersionsArePassedOver() {
        String before = "0004" + "0000000000000102" + "00000007" + "026d" + "0000000000000001";
        String id = "0010" + "0000000000000001" + "0000000000000002";
        assertThat(value(before + "02" + id + "0703aabbcc").topicId()).contains(new UUID(1, 2));
        assertThat(value(before + "00")).isEqualTo(new Committed(258, 7, "m", 1));
    }

    private static Committed value(String hex) {
        return OffsetRecords.value(ByteBuffer.wrap(HexFormat.of().parseHex(hex)));
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
        Committed ofTopic =
                new Committed(offset, epoch, wellFormed(metadata), time, Optional.of(new UUID(offset, time)));
        assertThat(OffsetRecords.value(OffsetRecords.encode(ofTopic))).isEqualTo(ofTopic);
    }

    @Property
    void cutAndTornValuesAreNeverMoreThanDamaged(@ForAll @Size(max = 60) byte[] bytes, @ForAll boolean isWithId) {
        ByteBuffer value = ByteBuffer.allocate(2 + bytes.length)
                .putShort((short) (isWithId ? 4 : 3))
                .put(bytes)
                .flip();
        try {
            assertThat(OffsetRecords.value(value).metadata()).isNotNull();
        } catch (InvalidBatchException e) {
            assertThat(e).hasMessageContaining("damaged");
        }
    }
}
