package gossip.core.security;

import gossip.api.security.Acl;
import gossip.api.security.Acl.Permission;
import gossip.api.security.Operation;
import gossip.api.security.Resource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** ACLs, arranged to find those that speak of a resource. Immutable. */
final class AclIndex {
    private static final List<Acl> NONE = List.of();

    private final Map<Resource.Type, Rules> byType = new EnumMap<>(Resource.Type.class);

    AclIndex(Collection<Acl> acls) {
        for (Resource.Type type : Resource.Type.values()) {
            byType.put(type, new Rules());
        }
        for (Acl acl : acls) {
            rules(acl.type()).add(acl);
        }
    }

    /** What the rules say of a client that wants to do something. */
    Verdict judge(String principal, String host, Operation operation, Resource resource) {
        boolean spoken = false;
        boolean allowed = false;
        for (List<Acl> group : rules(resource.type()).covering(resource.name())) {
            for (Acl acl : group) {
                spoken = true;
                if (concerns(acl, principal, host)) {
                    if (acl.permission() == Permission.DENY && isOrAll(acl.operation(), operation)) {
                        return Verdict.DENIED;
                    }
                    allowed |= acl.permission() == Permission.ALLOW && includes(acl.operation(), operation);
                }
            }
        }
        if (!spoken) {
            return Verdict.UNSPOKEN;
        }
        return allowed ? Verdict.ALLOWED : Verdict.DENIED;
    }

    /** Whether some name can be thought of, for which the rules allow something (KIP-679). */
    boolean allowsSome(String principal, String host, Operation operation, Resource.Type type) {
        Rules rules = rules(type);
        List<Acl> allowing = rules.all.stream()
                .filter(acl -> acl.permission() == Permission.ALLOW
                        && includes(acl.operation(), operation)
                        && concerns(acl, principal, host))
                .toList();
        List<Acl> denying = rules.all.stream()
                .filter(acl -> acl.permission() == Permission.DENY
                        && isOrAll(acl.operation(), operation)
                        && concerns(acl, principal, host))
                .toList();
        return allowing.stream().anyMatch(acl -> denying.stream().noneMatch(deny -> swallows(deny, acl)));
    }

    private static boolean swallows(Acl deny, Acl allow) {
        if (deny.pattern() == Acl.Pattern.LITERAL) {
            boolean isAll = deny.name().equals(Acl.ANY);
            return isAll
                    || allow.pattern() == Acl.Pattern.LITERAL && deny.name().equals(allow.name());
        }
        return !isWildcard(allow) && allow.name().startsWith(deny.name());
    }

    private static boolean isWildcard(Acl acl) {
        return acl.pattern() == Acl.Pattern.LITERAL && acl.name().equals(Acl.ANY);
    }

    private static boolean concerns(Acl acl, String principal, String host) {
        return (acl.principal().equals(principal) || acl.principal().equals(Acl.EVERYBODY))
                && (acl.host().equals(Acl.ANY) || acl.host().equals(host));
    }

    private static boolean isOrAll(Operation ruled, Operation wanted) {
        return ruled == wanted || ruled == Operation.ALL;
    }

    /** Who may read, write, delete or change a thing may also look at it. */
    private static boolean includes(Operation ruled, Operation wanted) {
        if (isOrAll(ruled, wanted)) {
            return true;
        }
        return switch (ruled) {
            case READ, WRITE, DELETE, ALTER -> wanted == Operation.DESCRIBE;
            case ALTER_CONFIGS -> wanted == Operation.DESCRIBE_CONFIGS;
            case CREATE,
                    DESCRIBE,
                    DESCRIBE_CONFIGS,
                    CLUSTER_ACTION,
                    IDEMPOTENT_WRITE,
                    CREATE_TOKENS,
                    DESCRIBE_TOKENS,
                    TWO_PHASE_COMMIT,
                    ALL -> false;
        };
    }

    private Rules rules(Resource.Type type) {
        Rules rules = byType.get(type);
        if (rules == null) {
            throw new IllegalStateException("no rules for " + type);
        }
        return rules;
    }

    /** What the rules say. */
    enum Verdict {
        /** A rule allows it and none denies it. */
        ALLOWED,
        /** A rule denies it, or there are rules for the resource and none allows it. */
        DENIED,
        /** No rule speaks of the resource. */
        UNSPOKEN
    }

    /** The rules for one kind of resource. */
    private static final class Rules {
        private final List<Acl> all = new ArrayList<>();
        private final Map<String, List<Acl>> literal = new HashMap<>();
        private final Map<String, List<Acl>> prefixed = new HashMap<>();
        private final TreeSet<Integer> prefixLengths = new TreeSet<>();

        void add(Acl acl) {
            all.add(acl);
            Map<String, List<Acl>> target = acl.pattern() == Acl.Pattern.LITERAL ? literal : prefixed;
            target.computeIfAbsent(acl.name(), name -> new ArrayList<>()).add(acl);
            if (acl.pattern() == Acl.Pattern.PREFIXED) {
                prefixLengths.add(acl.name().length());
            }
        }

        List<List<Acl>> covering(String name) {
            List<List<Acl>> covering = new ArrayList<>();
            covering.add(literal.getOrDefault(name, NONE));
            if (!name.equals(Acl.ANY)) {
                covering.add(literal.getOrDefault(Acl.ANY, NONE));
            }
            for (int length : prefixLengths) {
                if (length > name.length()) {
                    break;
                }
                covering.add(prefixed.getOrDefault(name.substring(0, length), NONE));
            }
            return covering;
        }
    }
}
