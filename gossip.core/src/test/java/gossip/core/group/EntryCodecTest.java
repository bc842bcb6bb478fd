package gossip.core.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import gossip.api.broker.Groups.Protocol;
import gossip.api.record.InvalidBatchException;
import gossip.core.group.ClassicRecord.MemberRecord;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class EntryCodecTest {
    private static final ClassicRecord GROUP = new ClassicRecord(
            7,
            "consumer",
            "range",
            "m",
            -1,
            List.of(new MemberRecord(
                    "m",
                    Optional.of("i"),
                    "app",
                    "10.0.0.1",
                    10_000,
                    60_000,
                    List.of(new Protocol("range", ByteBuffer.wrap(new byte[] {1, 2}))),
                    ByteBuffer.wrap(new byte[] {3}))));

    @Property
    void whatIsWrittenIsReadBack(@ForAll long number, @ForAll int small, @ForAll byte[] bytes, @ForAll long id) {
        UUID uuid = new UUID(id, number);
        ByteBuffer written = new EntryWriter()
                .number(1)
                .number(number)
                .number(small)
                .bytes(ByteBuffer.wrap(bytes))
                .id(uuid)
                .written();
        boolean equal = EntryReader.read(
                "it",
                written,
                1,
                in -> in.number() == number
                        && in.integer() == small
                        && in.bytes().equals(ByteBuffer.wrap(bytes))
                        && in.id().equals(uuid));
        assertThat(equal).isTrue();
    }

    @Test
    void groupIsReadBack() {
        assertThat(ClassicRecord.decode(GROUP.encode())).isEqualTo(GROUP);
    }

    @Test
    void everyTruncationIsNoticed() {
        ByteBuffer whole = GROUP.encode();
        for (int length = 0; length < whole.limit(); length++) {
            ByteBuffer part = whole.slice(0, length);
            assertThatExceptionOfType(InvalidBatchException.class).isThrownBy(() -> ClassicRecord.decode(part));
        }
    }

    @Property
    void garbageIsReportedAsSuchOrReadAsSomething(@ForAll byte[] bytes) {
        ByteBuffer entry =
                ByteBuffer.allocate(bytes.length + 1).put((byte) 2).put(bytes).flip();
        try {
            assertThat(ClassicRecord.decode(entry)).isNotNull();
        } catch (InvalidBatchException e) {
            assertThat(e).hasMessageContaining("entry of a classic group");
        }
    }

    @Test
    void newerVersionIsRefused() {
        assertThatExceptionOfType(InvalidBatchException.class)
                .isThrownBy(
                        () -> ClassicRecord.decode(new EntryWriter().number(9).written()))
                .withMessageContaining("version 9");
    }
}
