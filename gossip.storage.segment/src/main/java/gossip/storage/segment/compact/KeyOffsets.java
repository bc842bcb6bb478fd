package gossip.storage.segment.compact;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;

/**
 * The newest offset of each key, in bounded memory: keys are told apart by 128 bits of a hash, in an open-addressing table.
 * Each table hashes with a secret of its own, so that nobody can make two keys that are taken for one. One thread.
 */
public final class KeyOffsets {
    private static final int SLOT_BYTES = 24;
    private static final int SECRET_BYTES = 16;
    private static final SecureRandom SECRETS = new SecureRandom();

    private final long[] high;
    private final long[] low;
    /** Offset + 1, so that 0 marks a free slot. */
    private final long[] offsets;

    private final int capacity;
    private final MessageDigest digest;
    private final byte[] secret = new byte[SECRET_BYTES];
    private int size;

    /**
     * Creates an empty table.
     *
     * @param expectedKeys how many keys there may be
     * @param maxBytes the most memory to use
     */
    public KeyOffsets(long expectedKeys, int maxBytes) {
        long wanted = Math.min(expectedKeys * 3 / 2 + 16, maxBytes / SLOT_BYTES);
        int slots = (int) Math.max(16, wanted);
        this.high = new long[slots];
        this.low = new long[slots];
        this.offsets = new long[slots];
        this.capacity = (int) (slots * 3L / 4);
        SECRETS.nextBytes(secret);
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /**
     * How many further keys there is room for.
     *
     * @return a count
     */
    public int free() {
        return capacity - size;
    }

    /**
     * Notes that a key occurs at an offset, above those noted before.
     *
     * @param key from position to limit; its position is not moved
     * @param offset an offset
     * @throws IllegalStateException if there is no room
     */
    public void put(ByteBuffer key, long offset) {
        int slot = slotOf(key);
        if (offsets[slot] == 0) {
            if (size == capacity) {
                throw new IllegalStateException("no room for more than " + capacity + " keys");
            }
            size++;
        }
        offsets[slot] = offset + 1;
    }

    /**
     * The newest offset of a key.
     *
     * @param key from position to limit; its position is not moved
     * @return -1 if it was not noted
     */
    public long newest(ByteBuffer key) {
        return offsets[slotOf(key)] - 1;
    }

    private int slotOf(ByteBuffer key) {
        digest.update(secret);
        digest.update(key.duplicate());
        ByteBuffer hash = ByteBuffer.wrap(digest.digest());
        long hashHigh = hash.getLong();
        long hashLow = hash.getLong();
        int slot = (int) Long.remainderUnsigned(hashHigh, offsets.length);
        while (offsets[slot] != 0 && (high[slot] != hashHigh || low[slot] != hashLow)) {
            slot = slot + 1 == offsets.length ? 0 : slot + 1;
        }
        high[slot] = hashHigh;
        low[slot] = hashLow;
        return slot;
    }
}
