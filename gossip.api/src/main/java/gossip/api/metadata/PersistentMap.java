package gossip.api.metadata;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * An immutable hash map that shares most of itself with its predecessors: a change copies one bucket and the array of
 * buckets, which doubles as the map grows, so that a change of one topic among many thousands stays cheap.
 */
final class PersistentMap<K, V> {
    private static final int MEAN_BUCKET = 32;

    private final ToIntFunction<? super K> hash;
    private final Map<K, V>[] buckets;
    private final int size;

    private PersistentMap(ToIntFunction<? super K> hash, Map<K, V>[] buckets, int size) {
        this.hash = hash;
        this.buckets = buckets;
        this.size = size;
    }

    static <K, V> PersistentMap<K, V> empty() {
        return empty(Object::hashCode);
    }

    /** A map that keeps keys with the same hash together, see {@link #near}. */
    static <K, V> PersistentMap<K, V> empty(ToIntFunction<? super K> hash) {
        return new PersistentMap<>(hash, newBuckets(16), 0);
    }

    /** Builds a map at once, in time that grows only with the number of values. */
    static <K, V> PersistentMap<K, V> of(Collection<V> values, Function<V, K> key) {
        return of(values, key, Object::hashCode);
    }

    static <K, V> PersistentMap<K, V> of(Collection<V> values, Function<V, K> key, ToIntFunction<? super K> hash) {
        int length = 16;
        while (length * MEAN_BUCKET < values.size()) {
            length *= 4;
        }
        Map<K, V>[] buckets = newBuckets(length);
        int size = 0;
        for (V value : values) {
            int slot = slot(hash.applyAsInt(key.apply(value)), length);
            if (buckets[slot].isEmpty()) {
                buckets[slot] = new HashMap<>();
            }
            size += buckets[slot].put(key.apply(value), value) == null ? 1 : 0;
        }
        return new PersistentMap<>(hash, buckets, size);
    }

    int size() {
        return size;
    }

    Optional<V> find(K key) {
        return Optional.ofNullable(buckets[slot(hash.applyAsInt(key), buckets.length)].get(key));
    }

    /** Some values, few however many there are, among them all whose keys have the same hash as this key. */
    Collection<V> near(K key) {
        return buckets[slot(hash.applyAsInt(key), buckets.length)].values();
    }

    Stream<V> values() {
        return Stream.of(buckets).flatMap(bucket -> bucket.values().stream());
    }

    /** The values that another map has not under the same keys; found quickly if the two share most of themselves. */
    Stream<V> valuesNotIn(PersistentMap<K, V> other) {
        if (this == other) {
            return Stream.empty();
        }
        boolean isAlike = buckets.length == other.buckets.length;
        return IntStream.range(0, buckets.length)
                .filter(slot -> !isAlike || !buckets[slot].equals(other.buckets[slot]))
                .boxed()
                .flatMap(slot -> buckets[slot].entrySet().stream())
                .filter(entry -> !other.find(entry.getKey()).equals(Optional.of(entry.getValue())))
                .map(Map.Entry::getValue);
    }

    PersistentMap<K, V> with(K key, V value) {
        PersistentMap<K, V> roomy = size >= buckets.length * MEAN_BUCKET ? grown() : this;
        Map<K, V>[] copy = roomy.buckets.clone();
        int slot = slot(hash.applyAsInt(key), copy.length);
        copy[slot] = new HashMap<>(copy[slot]);
        boolean isNew = copy[slot].put(key, value) == null;
        return new PersistentMap<>(hash, copy, isNew ? size + 1 : size);
    }

    PersistentMap<K, V> without(K key) {
        int slot = slot(hash.applyAsInt(key), buckets.length);
        if (!buckets[slot].containsKey(key)) {
            return this;
        }
        Map<K, V>[] copy = buckets.clone();
        copy[slot] = new HashMap<>(copy[slot]);
        copy[slot].remove(key);
        return new PersistentMap<>(hash, copy, size - 1);
    }

    /** Keys that have come, gone, or have another value. Buckets that both share are not looked into. */
    Set<K> changedSince(PersistentMap<K, V> before) {
        Set<K> changed = new HashSet<>();
        if (before.buckets.length == buckets.length) {
            for (int i = 0; i < buckets.length; i++) {
                addChanged(before.buckets[i], buckets[i], changed);
            }
        } else {
            before.values(key -> !find(key).equals(before.find(key)), changed);
            values(key -> !before.find(key).equals(find(key)), changed);
        }
        return changed;
    }

    private void values(Predicate<K> which, Set<K> target) {
        for (Map<K, V> bucket : buckets) {
            bucket.keySet().stream().filter(which).forEach(target::add);
        }
    }

    private static <K, V> void addChanged(Map<K, V> before, Map<K, V> after, Set<K> changed) {
        if (before.equals(after)) {
            return; // at once if it is one and the same
        }
        before.forEach((key, value) -> {
            if (!value.equals(after.get(key))) {
                changed.add(key);
            }
        });
        after.keySet().stream().filter(key -> !before.containsKey(key)).forEach(changed::add);
    }

    private PersistentMap<K, V> grown() {
        Map<K, V>[] wider = newBuckets(buckets.length * 4);
        for (int i = 0; i < wider.length; i++) {
            wider[i] = new HashMap<>();
        }
        for (Map<K, V> bucket : buckets) {
            bucket.forEach((key, value) -> wider[slot(hash.applyAsInt(key), wider.length)].put(key, value));
        }
        return new PersistentMap<>(hash, wider, size);
    }

    private static int slot(int hash, int length) {
        int mixed = hash * 0x9E3779B9;
        return (mixed ^ (mixed >>> 16)) & (length - 1);
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static <K, V> Map<K, V>[] newBuckets(int length) {
        Map<K, V>[] fresh = new Map[length];
        java.util.Arrays.fill(fresh, Map.of());
        return fresh;
    }
}
