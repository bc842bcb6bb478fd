package gossip.schema.format;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** Collects bytes up to a limit, then refuses more. Used by one thread. */
public final class BoundedOutput extends OutputStream {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final int limit;

    /**
     * Creates an empty one.
     *
     * @param limit how many bytes there may be
     */
    public BoundedOutput(int limit) {
        this.limit = limit;
    }

    @Override
    public void write(int value) {
        require(1);
        bytes.write(value);
    }

    @Override
    public void write(byte[] source, int offset, int length) {
        require(length);
        bytes.write(source, offset, length);
    }

    private void require(int more) {
        if (bytes.size() + (long) more > limit) {
            throw Invalid.tooMuch(
                    "The size of the payload as JSON", bytes.size() + (long) more, limit, "schema.max_json_size");
        }
    }

    /**
     * What was collected.
     *
     * @return a buffer of its own
     */
    public ByteBuffer toBuffer() {
        return ByteBuffer.wrap(bytes.toByteArray());
    }
}
