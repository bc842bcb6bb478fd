package gossip.plugins.kafka.handler;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where the port has empty texts or buffers and the protocol has null or arrays. */
final class Texts {
    private Texts() {}

    /** The protocol has null where there is nothing to say. */
    static @Nullable String orNull(String message) {
        return message.isEmpty() ? null : message;
    }

    static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    static Optional<String> optional(@Nullable String text) {
        return Optional.ofNullable(text);
    }

    static byte[] array(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(bytes.position(), copy);
        return copy;
    }
}
