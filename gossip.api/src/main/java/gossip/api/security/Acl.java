package gossip.api.security;

import java.util.Objects;

/**
 * One rule about what a principal may or may not do (KIP-11, KIP-290).
 *
 * @param type kind of resource
 * @param pattern how {@code name} is compared
 * @param name name or beginning of the name of resources; with {@link Pattern#LITERAL} {@code *} stands for all
 * @param principal such as {@code User:alice}; {@code User:*} stands for everybody
 * @param host address of the client; {@code *} stands for all
 * @param operation what is allowed or denied
 * @param permission whether it is allowed or denied
 */
public record Acl(
        Resource.Type type,
        Pattern pattern,
        String name,
        String principal,
        String host,
        Operation operation,
        Permission permission) {
    /** Every name, every host. */
    public static final String ANY = "*";
    /** Every user. */
    public static final String EVERYBODY = "User:*";

    /** Refuses null. */
    public Acl {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(pattern, "pattern");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(principal, "principal");
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(operation, "operation");
        Objects.requireNonNull(permission, "permission");
    }

    /** How the name of a resource is compared. */
    public enum Pattern {
        /** The same name, or {@code *} for all. */
        LITERAL,
        /** The name begins so. */
        PREFIXED
    }

    /** What a rule says. */
    public enum Permission {
        /** It may, if no rule denies it. */
        ALLOW,
        /** It may not, whatever other rules say. */
        DENY
    }

    /**
     * Whether this rule speaks of a resource.
     *
     * @param resource the resource
     * @return true if so
     */
    public boolean covers(Resource resource) {
        return type == resource.type() && coversName(resource.name());
    }

    /**
     * Whether this rule speaks of resources of a name.
     *
     * @param resource name of the resource
     * @return true if so
     */
    public boolean coversName(String resource) {
        return switch (pattern) {
            case LITERAL -> name.equals(resource) || name.equals(ANY);
            case PREFIXED -> resource.startsWith(name);
        };
    }
}
