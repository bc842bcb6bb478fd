package gossip.core.telemetry;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.UUID;

/** Ids as Kafka writes them. */
final class Texts {
    private Texts() {}

    static String inBase64(UUID id) {
        ByteBuffer bytes = ByteBuffer.allocate(16);
        bytes.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }
}
