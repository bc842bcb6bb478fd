package gossip.core.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import gossip.api.TopicPartition;
import gossip.api.group.OffsetStore.Committed;
import gossip.api.record.InvalidBatchException;
import gossip.api.record.NewRecord;
import gossip.core.group.OffsetRecords.Key;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class OffsetRecordsTest {
    private static final Key KEY = new Key("grp", new TopicPartition("top", 5));

    private static String hex(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        return HexFormat.of().formatHex(copy);
    }

    @Test
    void layoutIsKafkas() {
        NewRecord record = OffsetRecords.commit(KEY, new Committed(258, 7, "m", 1));
        assertThat(hex(record.key().orElseThrow())).isEqualTo("0001" + "0003677270" + "0003746f70" + "00000005");
        assertThat(hex(record.value().orElseThrow()))
                .isEqualTo("0003" + "0000000000000102" + "00000007" + "00016d" + "0000000000000001");
    }

    @Test
    void tombstoneHasNoValue() {
        NewRecord record = OffsetRecords.tombstone(KEY, 9);
        assertThat(record.value()).isEmpty();
        assertThat(OffsetRecords.key(record.key().orElseThrow())).contains(KEY);
    }

    @Test
    void keysOfOtherKindsArePassedOver() {
        assertThat(OffsetRecords.key(ByteBuffer.wrap(HexFormat.of().parseHex("00020003677270"))))
                .isEmpty();
    }

    @Test
    void damageIsReported() {
        assertThatExceptionOfType(InvalidBatchException.class)
                .isThrownBy(
                        () -> OffsetRecords.key(ByteBuffer.wrap(HexFormat.of().parseHex("00010009677270"))));
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
        String text = new String(
                metadata.getBytes(java.nio.charset.StandardCharsets.UTF_8), java.nio.charset.StandardCharsets.UTF_8);
        Committed committed = new Committed(offset, epoch, text, time);
        NewRecord record = OffsetRecords.commit(KEY, committed);
        assertThat(OffsetRecords.value(record.value().orElseThrow())).isEqualTo(committed);
    }
}
