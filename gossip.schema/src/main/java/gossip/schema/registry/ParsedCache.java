package gossip.schema.registry;

import gossip.schema.format.ParsedSchema;
import gossip.schema.format.SchemaSource;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Keeps schemas that were read, by all that they were made of, so that nothing in it can be out of date. The oldest go first.
 * Thread-safe; finding takes no lock.
 */
final class ParsedCache {
    private final ConcurrentHashMap<SchemaSource, ParsedSchema> kept = new ConcurrentHashMap<>();
    private final Queue<SchemaSource> byAge = new ConcurrentLinkedQueue<>();
    private final AtomicLong length = new AtomicLong();
    private final long maxLength;

    ParsedCache(long maxLength) {
        this.maxLength = maxLength;
    }

    Optional<ParsedSchema> find(SchemaSource source) {
        return Optional.ofNullable(kept.get(source));
    }

    void keep(SchemaSource source, ParsedSchema parsed) {
        if (source.length() > maxLength || kept.putIfAbsent(source, parsed) != null) {
            return;
        }
        length.addAndGet(source.length());
        byAge.add(source);
        while (length.get() > maxLength) {
            SchemaSource oldest = byAge.poll();
            if (oldest == null) {
                return; // another thread takes it away
            }
            if (kept.remove(oldest) != null) {
                length.addAndGet(-oldest.length());
            }
        }
    }

    /** Characters of the texts of what is kept. */
    long length() {
        return length.get();
    }

    int size() {
        return kept.size();
    }
}
