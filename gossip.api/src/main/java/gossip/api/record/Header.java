package gossip.api.record;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A record header.
 *
 * @param key its name
 * @param value its value; empty where the format has null
 */
public record Header(String key, Optional<ByteBuffer> value) {}
