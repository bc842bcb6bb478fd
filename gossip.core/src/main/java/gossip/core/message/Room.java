package gossip.core.message;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds bytes under way. Who comes while they are below the limit is let in, so that what is larger than the limit is not
 * refused for ever. Any thread.
 */
final class Room {
    private final long maxBytes;
    private final AtomicLong bytes = new AtomicLong();

    Room(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    boolean tryEnter(long sizeBytes) {
        if (bytes.getAndAdd(sizeBytes) >= maxBytes) {
            bytes.addAndGet(-sizeBytes);
            return false;
        }
        return true;
    }

    void leave(long sizeBytes) {
        bytes.addAndGet(-sizeBytes);
    }

    long bytes() {
        return bytes.get();
    }

    long maxBytes() {
        return maxBytes;
    }
}
