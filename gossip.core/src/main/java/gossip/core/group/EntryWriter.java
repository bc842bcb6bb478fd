package gossip.core.group;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** Writes the value of an entry: numbers in as few bytes as they need, texts and bytes with their length in front. */
final class EntryWriter {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** Any number; small ones are short, also negative ones. */
    EntryWriter number(long value) {
        long rest = value << 1 ^ value >> 63;
        while ((rest & ~0x7FL) != 0) {
            bytes.write((int) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        bytes.write((int) rest);
        return this;
    }

    EntryWriter text(String text) {
        return bytes(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    EntryWriter optional(Optional<String> text) {
        number(text.isPresent() ? 1 : 0);
        text.ifPresent(this::text);
        return this;
    }

    EntryWriter bytes(ByteBuffer value) {
        byte[] copy = new byte[value.remaining()];
        value.duplicate().get(copy);
        number(copy.length);
        bytes.writeBytes(copy);
        return this;
    }

    EntryWriter id(UUID id) {
        bytes.writeBytes(ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array());
        return this;
    }

    <T> EntryWriter all(Collection<T> values, Consumer<T> each) {
        number(values.size());
        values.forEach(each);
        return this;
    }

    ByteBuffer written() {
        return ByteBuffer.wrap(bytes.toByteArray()).asReadOnlyBuffer();
    }
}
