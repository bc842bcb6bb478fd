package gossip.api.metadata;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * An immutable hash map that shares most of itself with its predecessors: a change copies one bucket and the array of
 * buckets, which doubles as the map grows, so that a change of one topic among many thousands stays cheap.
 */
final class PersistentMap<K, V> {
    private static final int MEAN_BUCKET = 32;

    private final Map<K, V>[] buckets;
    private final int size;

    private PersistentMap(Map<K, V>[] buckets, int size) {
        this.buckets = buckets;
        this.size = size;
    }

    static <K, V> PersistentMap<K, V> empty() {
        return new PersistentMap<>(newBuckets(16), 0);
    }

    /** Builds a map at once, in time that grows only with the number of values. */
    static <K, V> PersistentMap<K, V> of(Collection<V> values, Function<V, K> key) {
        int length = 16;
        while (length * MEAN_BUCKET < values.size()) {
            length *= 4;
        }
        Map<K, V>[] buckets = newBuckets(length);
        int size = 0;
        for (V value : values) {
            int slot = slot(key.apply(value), length);
            if (buckets[slot].isEmpty()) {
                buckets[slot] = new HashMap<>();
            }
            size += buckets[slot].put(key.apply(value), value) == null ? 1 : 0;
        }
        return new PersistentMap<>(buckets, size);
    }

    int size() {
        return size;
    }

    Optional<V> find(K key) {
        return Optional.ofNullable(buckets[slot(key, buckets.length)].get(key));
    }

    Stream<V> values() {
        return Stream.of(buckets).flatMap(bucket -> bucket.values().stream());
    }

    PersistentMap<K, V> with(K key, V value) {
        PersistentMap<K, V> roomy = size >= buckets.length * MEAN_BUCKET ? grown() : this;
        Map<K, V>[] copy = roomy.buckets.clone();
        int slot = slot(key, copy.length);
        copy[slot] = new HashMap<>(copy[slot]);
        boolean isNew = copy[slot].put(key, value) == null;
        return new PersistentMap<>(copy, isNew ? size + 1 : size);
    }

    PersistentMap<K, V> without(K key) {
        int slot = slot(key, buckets.length);
        if (!buckets[slot].containsKey(key)) {
            return this;
        }
        Map<K, V>[] copy = buckets.clone();
        copy[slot] = new HashMap<>(copy[slot]);
        copy[slot].remove(key);
        return new PersistentMap<>(copy, size - 1);
    }

    private PersistentMap<K, V> grown() {
        Map<K, V>[] wider = newBuckets(buckets.length * 4);
        for (int i = 0; i < wider.length; i++) {
            wider[i] = new HashMap<>();
        }
        for (Map<K, V> bucket : buckets) {
            bucket.forEach((key, value) -> wider[slot(key, wider.length)].put(key, value));
        }
        return new PersistentMap<>(wider, size);
    }

    private static int slot(Object key, int length) {
        int hash = key.hashCode() * 0x9E3779B9;
        return (hash ^ (hash >>> 16)) & (length - 1);
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static <K, V> Map<K, V>[] newBuckets(int length) {
        Map<K, V>[] fresh = new Map[length];
        java.util.Arrays.fill(fresh, Map.of());
        return fresh;
    }
}
