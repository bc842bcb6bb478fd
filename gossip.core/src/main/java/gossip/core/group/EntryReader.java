package gossip.core.group;

import gossip.api.record.InvalidBatchException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/** Reads what {@link EntryWriter} wrote. */
final class EntryReader {
    private final ByteBuffer source;

    private EntryReader(ByteBuffer source) {
        this.source = source.duplicate();
    }

    /**
     * Reads an entry.
     *
     * @param what for the message
     * @param entry from position to limit
     * @param version the only one that is known
     * @param read takes the rest
     * @throws InvalidBatchException if the entry is damaged or of an unknown version
     */
    static <T> T read(String what, ByteBuffer entry, int version, Function<EntryReader, T> read) {
        try {
            EntryReader reader = new EntryReader(entry);
            long found = reader.number();
            if (found != version) {
                throw new InvalidBatchException(
                        what + " has version " + found + "; only " + version + " is known: a newer broker wrote it");
            }
            return read.apply(reader);
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new InvalidBatchException(what + " is damaged", e);
        }
    }

    long number() {
        long rest = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte next = source.get();
            rest |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return rest >>> 1 ^ -(rest & 1);
            }
        }
        throw new IllegalArgumentException("a number of more than ten bytes");
    }

    int integer() {
        long value = number();
        if (value != (int) value) {
            throw new IllegalArgumentException(value + " does not fit into 32 bits");
        }
        return (int) value;
    }

    String text() {
        return StandardCharsets.UTF_8.decode(bytes()).toString();
    }

    Optional<String> optional() {
        return integer() == 0 ? Optional.empty() : Optional.of(text());
    }

    /** A copy of its own, so that it does not keep the whole entry alive. */
    ByteBuffer bytes() {
        int length = length(source.remaining());
        byte[] copy = new byte[length];
        source.get(copy);
        return ByteBuffer.wrap(copy).asReadOnlyBuffer();
    }

    UUID id() {
        return new UUID(source.getLong(), source.getLong());
    }

    <T> List<T> all(Supplier<T> each) {
        int count = length(source.remaining());
        List<T> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            values.add(each.get());
        }
        return values;
    }

    private int length(int most) {
        long length = number();
        if (length < 0 || length > most) {
            throw new IllegalArgumentException("length " + length + " of " + most);
        }
        return (int) length;
    }
}
