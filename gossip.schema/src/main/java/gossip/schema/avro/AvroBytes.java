package gossip.schema.avro;

import gossip.schema.format.Invalid;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Reads the primitives of Avro's binary encoding. Avro's own decoder makes room for as many bytes as a length says before it
 * looks whether they are there; this one copies nothing.
 */
final class AvroBytes {
    private static final int LONGEST = 10;

    private final ByteBuffer source;

    AvroBytes(ByteBuffer source) {
        this.source = source.slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    int remaining() {
        return source.remaining();
    }

    int position() {
        return source.position();
    }

    boolean readBoolean() {
        require(1);
        byte value = source.get();
        if (value != 0 && value != 1) {
            throw Invalid.because(
                    "byte " + (position() - 1) + " of the value is " + value + ", not a boolean (0 or 1)");
        }
        return value == 1;
    }

    int readInt() {
        long value = readLong();
        if (value != (int) value) {
            throw Invalid.because(
                    "the number before byte " + position() + " of the value is " + value + ", not an int");
        }
        return (int) value;
    }

    long readLong() {
        long bits = 0;
        for (int i = 0; i < LONGEST; i++) {
            require(1);
            byte next = source.get();
            bits |= (next & 0x7FL) << (7 * i);
            if (next >= 0) {
                return (bits >>> 1) ^ -(bits & 1);
            }
        }
        throw Invalid.because("the number before byte " + position() + " of the value does not end");
    }

    float readFloat() {
        require(Float.BYTES);
        return source.getFloat();
    }

    double readDouble() {
        require(Double.BYTES);
        return source.getDouble();
    }

    /** A view. */
    ByteBuffer readBytes() {
        return readFixed(readLong());
    }

    /** A view. */
    ByteBuffer readFixed(long length) {
        require(length);
        ByteBuffer view = source.slice(source.position(), (int) length);
        source.position(source.position() + (int) length);
        return view;
    }

    private void require(long length) {
        if (length < 0 || length > source.remaining()) {
            throw Invalid.because("the value ends too early: at byte " + position() + " there should be " + length
                    + " more bytes, and there are " + source.remaining());
        }
    }
}
