package gossip.core.security;

import gossip.api.broker.RequestContext;
import gossip.api.security.Operation;
import gossip.api.security.Principal;
import gossip.api.security.Resource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What was decided by one state of the ACLs. Found by principal, host and resource in turn, so that looking one up makes no
 * object; two bits for each operation say whether it was decided and how. Thread-safe.
 */
final class AclDecisions {
    /** No topic has a longer name; one that has is not worth its memory, for clients may ask for any. */
    private static final int LONGEST_NAME = 249;
    /** About what the maps need for one entry, beside the characters. */
    private static final int RESOURCE_BYTES = 160;

    private static final int CLIENT_BYTES = 1024;

    private final AclIndex index;
    private final boolean allowsUnspoken;
    private final int maxCount;
    private final long maxBytes;
    private final Map<Principal, Map<String, Client>> decided = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private volatile boolean isFull;

    AclDecisions(AclIndex index, boolean allowsUnspoken, int maxCount, long maxBytes) {
        this.index = index;
        this.allowsUnspoken = allowsUnspoken;
        this.maxCount = maxCount;
        this.maxBytes = maxBytes;
    }

    /** The same rules with nothing decided. */
    AclDecisions forgotten() {
        return under(index);
    }

    /** Other rules with nothing decided. */
    AclDecisions under(AclIndex rules) {
        return new AclDecisions(rules, allowsUnspoken, maxCount, maxBytes);
    }

    AclIndex index() {
        return index;
    }

    /** Whether no more should be remembered. */
    boolean isFull() {
        return isFull;
    }

    /** About how much memory it takes. */
    long bytes() {
        return bytes.get();
    }

    boolean allows(RequestContext context, Operation operation, Resource resource) {
        if (resource.name().length() > LONGEST_NAME) {
            return judge(context, operation, resource);
        }
        AtomicInteger bits = bits(client(context), resource);
        int known = known(operation);
        int present = bits.get();
        if ((present & known) != 0) {
            return (present & allowed(operation)) != 0;
        }
        boolean isAllowed = judge(context, operation, resource);
        bits.getAndAccumulate(decision(operation, isAllowed), (before, more) -> before | more);
        return isAllowed;
    }

    /** Whether some name can be thought of, for which the rules allow something. */
    boolean allowsSome(RequestContext context, Operation operation, Resource.Type type) {
        AtomicIntegerArray bits = client(context).ofTypes;
        int present = bits.get(type.ordinal());
        if ((present & known(operation)) != 0) {
            return (present & allowed(operation)) != 0;
        }
        boolean isAllowed = index.allowsSome(context.principal().toString(), context.clientHost(), operation, type);
        bits.getAndAccumulate(type.ordinal(), decision(operation, isAllowed), (before, more) -> before | more);
        return isAllowed;
    }

    private static int known(Operation operation) {
        return 1 << 2 * operation.ordinal();
    }

    private static int allowed(Operation operation) {
        return known(operation) << 1;
    }

    private static int decision(Operation operation, boolean isAllowed) {
        return isAllowed ? known(operation) | allowed(operation) : known(operation);
    }

    private boolean judge(RequestContext context, Operation operation, Resource resource) {
        return switch (index.judge(context.principal().toString(), context.clientHost(), operation, resource)) {
            case ALLOWED -> true;
            case DENIED -> false;
            case UNSPOKEN -> allowsUnspoken;
        };
    }

    private AtomicInteger bits(Client client, Resource resource) {
        AtomicInteger present = client.ofResources.get(resource);
        if (present != null) {
            return present;
        }
        AtomicInteger fresh = new AtomicInteger();
        AtomicInteger other = client.ofResources.putIfAbsent(resource, fresh);
        if (other != null) {
            return other;
        }
        grown(RESOURCE_BYTES + 2L * resource.name().length());
        return fresh;
    }

    private Client client(RequestContext context) {
        Map<String, Client> byHost = decided.get(context.principal());
        if (byHost == null) {
            byHost = decided.computeIfAbsent(context.principal(), missing -> new ConcurrentHashMap<>());
        }
        Client present = byHost.get(context.clientHost());
        if (present != null) {
            return present;
        }
        Client fresh = new Client();
        Client other = byHost.putIfAbsent(context.clientHost(), fresh);
        if (other != null) {
            return other;
        }
        int characters =
                context.principal().name().length() + context.clientHost().length();
        grown(CLIENT_BYTES + 2L * characters);
        return fresh;
    }

    private void grown(long more) {
        if (bytes.addAndGet(more) >= maxBytes || count.incrementAndGet() >= maxCount) {
            isFull = true;
        }
    }

    /** What was decided about a client, by resource and by type of resource. */
    private static final class Client {
        private final Map<Resource, AtomicInteger> ofResources = new ConcurrentHashMap<>();
        private final AtomicIntegerArray ofTypes = new AtomicIntegerArray(Resource.Type.values().length);
    }
}
