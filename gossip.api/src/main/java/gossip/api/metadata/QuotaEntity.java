package gossip.api.metadata;

import java.util.Map;
import java.util.Optional;

/**
 * Whom a quota is for (KIP-55, KIP-546): a user, a client id, both together, or an IP address.
 *
 * @param names a name for each type that counts; empty for all of the type that have no quota of their own
 */
public record QuotaEntity(Map<Type, Optional<String>> names) {
    /** What clients are told apart by. */
    public enum Type {
        /** Name of the principal. */
        USER,
        /** What the client calls itself. */
        CLIENT_ID,
        /** Address of the client. */
        IP
    }

    /** Copies the map, which must name at least one type. */
    public QuotaEntity {
        names = Map.copyOf(names);
        if (names.isEmpty()) {
            throw new IllegalArgumentException("a quota is for somebody");
        }
    }
}
