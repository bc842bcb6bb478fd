package gossip.api.record;

import java.nio.ByteBuffer;

/** Zigzag variable-length integers as records use them (as in Protocol Buffers' sint types). Stateless; any thread. */
public final class Varints {
    private Varints() {}

    /**
     * Size of a value when written.
     *
     * @param value any value
     * @return bytes, 1 to 10
     */
    public static int sizeOf(long value) {
        long zigzag = (value << 1) ^ (value >> 63);
        return (70 - Long.numberOfLeadingZeros(zigzag | 1)) / 7;
    }

    /**
     * Writes a value.
     *
     * @param target at its position, which is moved
     * @param value any value
     */
    public static void write(ByteBuffer target, long value) {
        long rest = (value << 1) ^ (value >> 63);
        while ((rest & ~0x7fL) != 0) {
            target.put((byte) (rest | 0x80));
            rest >>>= 7;
        }
        target.put((byte) rest);
    }

    /**
     * Reads a value of 32 bits.
     *
     * @param source at its position, which is moved
     * @return the value
     * @throws InvalidBatchException if it has more bits
     * @throws java.nio.BufferUnderflowException if the bytes end within it
     */
    public static int readInt(ByteBuffer source) {
        long value = read(source, 5);
        if (value != (int) value) {
            throw new InvalidBatchException("a varint is beyond 32 bits");
        }
        return (int) value;
    }

    /**
     * Reads a value of 64 bits.
     *
     * @param source at its position, which is moved
     * @return the value
     * @throws InvalidBatchException if it has more bits
     * @throws java.nio.BufferUnderflowException if the bytes end within it
     */
    public static long readLong(ByteBuffer source) {
        return read(source, 10);
    }

    private static long read(ByteBuffer source, int maxBytes) {
        long zigzag = 0;
        for (int i = 0; i < maxBytes; i++) {
            byte b = source.get();
            zigzag |= (b & 0x7fL) << (7 * i);
            if (b >= 0) {
                return (zigzag >>> 1) ^ -(zigzag & 1);
            }
        }
        throw new InvalidBatchException("a varint is longer than " + maxBytes + " bytes");
    }
}
