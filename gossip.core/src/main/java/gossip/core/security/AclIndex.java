package gossip.core.security;

import gossip.api.security.Acl;
import gossip.api.security.Acl.Permission;
import gossip.api.security.Operation;
import gossip.api.security.Resource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** ACLs, arranged to find those that speak of a resource or of a user. Immutable. */
final class AclIndex {
    static final AclIndex EMPTY = new AclIndex(AclTable.empty(Place::of), AclTable.empty(Party::of), Map.of());

    private final AclTable<Place> places;
    private final AclTable<Party> parties;
    /** How many prefixed rules have a name of this length. */
    private final Map<Resource.Type, TreeMap<Integer, Integer>> prefixLengths;

    private AclIndex(
            AclTable<Place> places,
            AclTable<Party> parties,
            Map<Resource.Type, TreeMap<Integer, Integer>> prefixLengths) {
        this.places = places;
        this.parties = parties;
        this.prefixLengths = prefixLengths;
    }

    /** The index after a change; what is removed is there, what is added is not. */
    AclIndex changed(Collection<Acl> removed, Collection<Acl> added) {
        return new AclIndex(places.changed(removed, added), parties.changed(removed, added), lengths(removed, added));
    }

    private Map<Resource.Type, TreeMap<Integer, Integer>> lengths(Collection<Acl> removed, Collection<Acl> added) {
        if (Stream.concat(removed.stream(), added.stream()).allMatch(acl -> acl.pattern() == Acl.Pattern.LITERAL)) {
            return prefixLengths;
        }
        Map<Resource.Type, TreeMap<Integer, Integer>> copy = new EnumMap<>(Resource.Type.class);
        prefixLengths.forEach((type, lengths) -> copy.put(type, new TreeMap<>(lengths)));
        removed.forEach(acl -> count(copy, acl, -1));
        added.forEach(acl -> count(copy, acl, 1));
        return copy;
    }

    private static void count(Map<Resource.Type, TreeMap<Integer, Integer>> lengths, Acl acl, int change) {
        if (acl.pattern() == Acl.Pattern.PREFIXED) {
            TreeMap<Integer, Integer> ofType = lengths.computeIfAbsent(acl.type(), type -> new TreeMap<>());
            int length = acl.name().length();
            int after = ofType.getOrDefault(length, 0) + change;
            if (after == 0) {
                ofType.remove(length);
            } else {
                ofType.put(length, after);
            }
        }
    }

    /** What the rules say of a client that wants to do something. */
    Verdict judge(String principal, String host, Operation operation, Resource resource) {
        boolean spoken = false;
        boolean allowed = false;
        for (List<Acl> group : covering(resource.type(), resource.name())) {
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

    private List<List<Acl>> covering(Resource.Type type, String name) {
        List<List<Acl>> covering = new ArrayList<>();
        covering.add(places.at(new Place(type, Acl.Pattern.LITERAL, name)));
        if (!name.equals(Acl.ANY)) {
            covering.add(places.at(new Place(type, Acl.Pattern.LITERAL, Acl.ANY)));
        }
        TreeMap<Integer, Integer> lengths = prefixLengths.get(type);
        if (lengths != null) {
            for (int length : lengths.headMap(name.length(), true).keySet()) {
                covering.add(places.at(new Place(type, Acl.Pattern.PREFIXED, name.substring(0, length))));
            }
        }
        return covering;
    }

    /** Whether some name can be thought of, for which the rules allow something (KIP-679). */
    boolean allowsSome(String principal, String host, Operation operation, Resource.Type type) {
        List<Acl> concerning = Stream.of(principal, Acl.EVERYBODY)
                .distinct()
                .flatMap(name -> parties.at(new Party(type, name)).stream())
                .filter(acl -> concerns(acl, principal, host))
                .toList();
        AclDenials denials = new AclDenials(concerning.stream()
                .filter(acl -> acl.permission() == Permission.DENY && isOrAll(acl.operation(), operation))
                .toList());
        return concerning.stream()
                .filter(acl -> acl.permission() == Permission.ALLOW && includes(acl.operation(), operation))
                .anyMatch(acl -> !denials.swallow(acl));
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

    /** What the rules say. */
    enum Verdict {
        /** A rule allows it and none denies it. */
        ALLOWED,
        /** A rule denies it, or there are rules for the resource and none allows it. */
        DENIED,
        /** No rule speaks of the resource. */
        UNSPOKEN
    }

    /** What rules speak of. */
    private record Place(Resource.Type type, Acl.Pattern pattern, String name) {
        static Place of(Acl acl) {
            return new Place(acl.type(), acl.pattern(), acl.name());
        }
    }

    /** Whom rules speak of. */
    private record Party(Resource.Type type, String principal) {
        static Party of(Acl acl) {
            return new Party(acl.type(), acl.principal());
        }
    }
}
