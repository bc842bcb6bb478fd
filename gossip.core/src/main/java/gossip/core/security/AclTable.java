package gossip.core.security;

import gossip.api.security.Acl;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * ACLs by a key. Immutable: a change copies the lists of the keys it concerns and little else, so that one ACL among many is
 * changed quickly.
 */
final class AclTable<K> {
    private static final int BUCKETS = 1024;

    private final Function<Acl, K> key;
    private final List<Map<K, List<Acl>>> buckets;

    private AclTable(Function<Acl, K> key, List<Map<K, List<Acl>>> buckets) {
        this.key = key;
        this.buckets = buckets;
    }

    static <K> AclTable<K> empty(Function<Acl, K> key) {
        return new AclTable<>(key, Collections.nCopies(BUCKETS, Map.of()));
    }

    List<Acl> at(K place) {
        return buckets.get(slot(place)).getOrDefault(place, List.of());
    }

    /** The table after a change; what is removed is there, what is added is not. */
    AclTable<K> changed(Collection<Acl> removed, Collection<Acl> added) {
        Map<K, List<Acl>> gone = removed.stream().collect(Collectors.groupingBy(key));
        Map<K, List<Acl>> fresh = added.stream().collect(Collectors.groupingBy(key));
        Set<K> places = new LinkedHashSet<>(gone.keySet());
        places.addAll(fresh.keySet());
        List<Map<K, List<Acl>>> copy = new ArrayList<>(buckets);
        Set<Integer> copied = new HashSet<>();
        for (K place : places) {
            int slot = slot(place);
            if (copied.add(slot)) {
                copy.set(slot, new HashMap<>(copy.get(slot)));
            }
            List<Acl> after = list(place, gone.getOrDefault(place, List.of()), fresh.getOrDefault(place, List.of()));
            if (after.isEmpty()) {
                copy.get(slot).remove(place);
            } else {
                copy.get(slot).put(place, after);
            }
        }
        return new AclTable<>(key, copy);
    }

    private List<Acl> list(K place, List<Acl> gone, List<Acl> fresh) {
        List<Acl> after = new ArrayList<>(at(place));
        if (!gone.isEmpty()) {
            after.removeAll(new HashSet<>(gone));
        }
        after.addAll(fresh);
        return after;
    }

    private static int slot(Object place) {
        int hash = place.hashCode() * 0x9E3779B9;
        return (hash ^ hash >>> 16) & BUCKETS - 1;
    }
}
