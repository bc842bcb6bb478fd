package gossip.tests.crash;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;

/**
 * A record whose bytes follow from who wrote it and its number, so that whoever reads it can tell whether it is whole.
 *
 * @param writer who wrote it
 * @param number how many this writer wrote to the partition before
 */
record NumberedRecord(int writer, int number) {
    private static final int HEADER_BYTES = 2 * Integer.BYTES;
    private static final int MAX_FILL_BYTES = 600;

    /** Writer, number, a fill of any length, checksum of all that. */
    byte[] bytes() {
        SplittableRandom random = new SplittableRandom(((long) writer << Integer.SIZE) + number);
        byte[] fill = new byte[random.nextInt(MAX_FILL_BYTES)];
        random.nextBytes(fill);
        ByteBuffer bytes = ByteBuffer.allocate(HEADER_BYTES + fill.length + Integer.BYTES);
        bytes.putInt(writer).putInt(number).put(fill);
        return bytes.putInt(checksum(bytes.array())).array();
    }

    /** Reads a record and fails the test unless it is byte for byte what was written. */
    static NumberedRecord parse(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        if (bytes.length < HEADER_BYTES + Integer.BYTES
                || buffer.getInt(bytes.length - Integer.BYTES) != checksum(bytes)) {
            throw new AssertionError("a record of " + bytes.length + " bytes has a wrong checksum");
        }
        return new NumberedRecord(buffer.getInt(), buffer.getInt());
    }

    private static int checksum(byte[] bytes) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, bytes.length - Integer.BYTES);
        return (int) checksum.getValue();
    }
}
