package gossip.core.groupstore;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Strings as the records of the offsets topic hold them: int16 length, then UTF-8. */
final class Strings {
    private Strings() {}

    static byte[] utf8(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > Short.MAX_VALUE) {
            throw new IllegalArgumentException("a text of " + bytes.length + " bytes does not fit into 32767");
        }
        return bytes;
    }

    static ByteBuffer put(ByteBuffer target, byte[] utf8) {
        return target.putShort((short) utf8.length).put(utf8);
    }

    static String take(ByteBuffer source) {
        short length = source.getShort();
        if (length < 0) {
            throw new IllegalArgumentException("length " + length);
        }
        byte[] bytes = new byte[length];
        source.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
