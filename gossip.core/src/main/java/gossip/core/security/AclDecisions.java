package gossip.core.security;

import gossip.api.broker.RequestContext;
import gossip.api.metadata.SecurityImage;
import gossip.api.security.Operation;
import gossip.api.security.Principal;
import gossip.api.security.Resource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What was decided by one state of the ACLs. Found by principal, host and resource in turn, so that looking one up makes no
 * object; two bits for each operation say whether it was decided and how. Thread-safe.
 */
final class AclDecisions {
    private final SecurityImage image;
    private final AclIndex index;
    private final boolean allowsUnspoken;
    private final Map<Principal, Map<String, Map<Resource, AtomicInteger>>> decided = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();

    private AclDecisions(SecurityImage image, AclIndex index, boolean allowsUnspoken) {
        this.image = image;
        this.index = index;
        this.allowsUnspoken = allowsUnspoken;
    }

    static AclDecisions by(SecurityImage image, boolean allowsUnspoken) {
        return new AclDecisions(image, new AclIndex(image.acls().toList()), allowsUnspoken);
    }

    /** The same rules with nothing decided. */
    AclDecisions forgotten() {
        return new AclDecisions(image, index, allowsUnspoken);
    }

    SecurityImage image() {
        return image;
    }

    AclIndex index() {
        return index;
    }

    /** How many resources, each for a client, are remembered. */
    int count() {
        return count.get();
    }

    boolean allows(RequestContext context, Operation operation, Resource resource) {
        AtomicInteger bits = bits(context, resource);
        int known = 1 << 2 * operation.ordinal();
        int allowed = known << 1;
        int present = bits.get();
        if ((present & known) != 0) {
            return (present & allowed) != 0;
        }
        boolean isAllowed = judge(context, operation, resource);
        bits.getAndAccumulate(isAllowed ? known | allowed : known, (before, more) -> before | more);
        return isAllowed;
    }

    private boolean judge(RequestContext context, Operation operation, Resource resource) {
        return switch (index.judge(context.principal().toString(), context.clientHost(), operation, resource)) {
            case ALLOWED -> true;
            case DENIED -> false;
            case UNSPOKEN -> allowsUnspoken;
        };
    }

    private AtomicInteger bits(RequestContext context, Resource resource) {
        Map<Resource, AtomicInteger> byResource = of(of(decided, context.principal()), context.clientHost());
        AtomicInteger present = byResource.get(resource);
        if (present != null) {
            return present;
        }
        AtomicInteger fresh = new AtomicInteger();
        AtomicInteger other = byResource.putIfAbsent(resource, fresh);
        if (other != null) {
            return other;
        }
        count.incrementAndGet();
        return fresh;
    }

    private static <K, L, V> Map<L, V> of(Map<K, Map<L, V>> outer, K key) {
        Map<L, V> inner = outer.get(key);
        return inner != null ? inner : outer.computeIfAbsent(key, missing -> new ConcurrentHashMap<>());
    }
}
