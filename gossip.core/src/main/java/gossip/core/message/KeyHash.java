package gossip.core.message;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Chooses a partition by key as Kafka's Java producer does: MurmurHash2 (Austin Appleby, public domain) of 32 bits with a
 * fixed seed, so that records of one key land in one partition whoever writes them.
 */
public final class KeyHash {
    private static final int SEED = 0x9747b28c;
    private static final int MULTIPLIER = 0x5bd1e995;
    private static final int SHIFT = 24;

    private KeyHash() {}

    /**
     * The partition of a key.
     *
     * @param key from position to limit; not moved
     * @param partitionCount how many there are
     * @return from 0
     */
    public static int partition(ByteBuffer key, int partitionCount) {
        return (murmur2(key) & Integer.MAX_VALUE) % partitionCount;
    }

    static int murmur2(ByteBuffer key) {
        ByteBuffer bytes = key.slice().order(ByteOrder.LITTLE_ENDIAN);
        int hash = SEED ^ bytes.remaining();
        while (bytes.remaining() >= Integer.BYTES) {
            int word = bytes.getInt() * MULTIPLIER;
            word ^= word >>> SHIFT;
            hash = hash * MULTIPLIER ^ word * MULTIPLIER;
        }
        if (bytes.hasRemaining()) {
            for (int shift = 0; bytes.hasRemaining(); shift += Byte.SIZE) {
                hash ^= (bytes.get() & 0xff) << shift;
            }
            hash *= MULTIPLIER;
        }
        hash ^= hash >>> 13;
        hash *= MULTIPLIER;
        return hash ^ hash >>> 15;
    }
}
