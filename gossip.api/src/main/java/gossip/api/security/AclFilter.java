package gossip.api.security;

import java.util.Optional;

/**
 * Which ACLs are meant; what is empty fits everything.
 *
 * @param type kind of resource
 * @param pattern how {@code name} is compared
 * @param name name in the rule, or of a resource with {@link Patterns#MATCH}
 * @param principal exactly
 * @param host exactly
 * @param operation exactly; {@link Operation#ALL} fits only rules that say so
 * @param permission exactly
 */
public record AclFilter(
        Optional<Resource.Type> type,
        Patterns pattern,
        Optional<String> name,
        Optional<String> principal,
        Optional<String> host,
        Optional<Operation> operation,
        Optional<Acl.Permission> permission) {
    /** Fits every ACL. */
    public static final AclFilter ALL = new AclFilter(
            Optional.empty(),
            Patterns.ANY,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    /** How names are compared. */
    public enum Patterns {
        /** Rules of any pattern with this very name. */
        ANY,
        /** Rules that speak of the resource of this name. */
        MATCH,
        /** Literal rules with this very name. */
        LITERAL,
        /** Prefixed rules with this very name. */
        PREFIXED
    }

    /**
     * Whether an ACL is meant.
     *
     * @param acl the ACL
     * @return true if so
     */
    public boolean fits(Acl acl) {
        return fits(type, acl.type())
                && fitsName(acl)
                && fits(principal, acl.principal())
                && fits(host, acl.host())
                && fits(operation, acl.operation())
                && fits(permission, acl.permission());
    }

    private boolean fitsName(Acl acl) {
        return switch (pattern) {
            case ANY -> fits(name, acl.name());
            case MATCH -> name.isEmpty() || acl.coversName(name.get());
            case LITERAL -> acl.pattern() == Acl.Pattern.LITERAL && fits(name, acl.name());
            case PREFIXED -> acl.pattern() == Acl.Pattern.PREFIXED && fits(name, acl.name());
        };
    }

    private static <T> boolean fits(Optional<T> wanted, T present) {
        return wanted.isEmpty() || wanted.get().equals(present);
    }
}
