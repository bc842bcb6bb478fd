package gossip.core.quota;

import gossip.api.broker.Quotas.Use;
import gossip.api.metadata.QuotaEntity;
import gossip.api.metadata.QuotaEntity.Type;
import gossip.api.metadata.QuotasImage;
import gossip.core.quota.LeakyBucket.Limit;
import java.net.InetAddress;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Limits as the metadata has them, for look-ups. Of several that fit a client the first of this order counts, as in Kafka:
 * user with client id, user with any client id, user, any user with client id, any user with any client id, any user, client
 * id, any client id. Immutable; any thread.
 */
final class QuotaRules {
    /** Nobody is limited. */
    static final QuotaRules NONE = of(QuotasImage.EMPTY, 1);

    private final Map<Use, Map<Place, Limit>> limits;

    private QuotaRules(Map<Use, Map<Place, Limit>> limits) {
        this.limits = limits;
    }

    /**
     * Works the rules out.
     *
     * @param image what the metadata says
     * @param windowSeconds how long a client may use nothing and then make up for it
     * @return rules
     */
    static QuotaRules of(QuotasImage image, double windowSeconds) {
        Map<Use, Map<Place, Limit>> limits = new EnumMap<>(Use.class);
        image.byEntity()
                .forEach((entity, byName) -> byName.forEach((name, value) -> QuotaKeys.of(name)
                        .ifPresent(key -> limits.computeIfAbsent(key.use(), use -> new HashMap<>())
                                .put(Place.of(entity), Limit.of(key.perSecond(value), windowSeconds)))));
        return new QuotaRules(limits);
    }

    boolean isEmpty() {
        return limits.isEmpty();
    }

    boolean limits(Use use) {
        return limits.containsKey(use);
    }

    /** The limit of a client; null if it has none. */
    @Nullable
    Match find(Use use, String user, String clientId) {
        Map<Place, Limit> byPlace = limits.get(use);
        if (byPlace == null) {
            return null;
        }
        for (Level level : Level.values()) {
            Limit limit = byPlace.get(level.place(user, clientId));
            if (limit != null) {
                return new Match(limit, level.bucket(use, user, clientId));
            }
        }
        return null;
    }

    /** The limit of connections of an address; null if it has none. */
    @Nullable
    Match findAddress(String address) {
        Map<Place, Limit> byPlace = limits.get(Use.CONNECTION);
        if (byPlace == null) {
            return null;
        }
        Limit own = byPlace.get(new Place(Name.ABSENT, Name.ABSENT, Name.exactly(address)));
        Limit limit = own != null ? own : byPlace.get(new Place(Name.ABSENT, Name.ABSENT, Name.DEFAULT));
        return limit == null ? null : new Match(limit, new Bucket(Use.CONNECTION, "", "", address));
    }

    /** Writes an address as connections have it; empty if it is none. */
    static Optional<String> address(String text) {
        try {
            return Optional.of(InetAddress.ofLiteral(text).getHostAddress());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * A limit that a client has, and what counts towards it.
     *
     * @param limit how much
     * @param bucket whose use is counted together
     */
    record Match(Limit limit, Bucket bucket) {}

    /**
     * Clients whose use is counted together. Names that do not tell clients apart are empty.
     *
     * @param use of what
     * @param user name of the principal
     * @param clientId what they call themselves
     * @param address where they are
     */
    record Bucket(Use use, String user, String clientId, String address) {}

    private enum Level {
        USER_AND_CLIENT(true, true),
        USER_AND_ANY_CLIENT(true, true),
        USER(true, false),
        ANY_USER_AND_CLIENT(true, true),
        ANY_USER_AND_ANY_CLIENT(true, true),
        ANY_USER(true, false),
        CLIENT(false, true),
        ANY_CLIENT(false, true);

        private final boolean byUser;
        private final boolean byClient;

        Level(boolean byUser, boolean byClient) {
            this.byUser = byUser;
            this.byClient = byClient;
        }

        Place place(String user, String clientId) {
            Name userName = switch (this) {
                case USER_AND_CLIENT, USER_AND_ANY_CLIENT, USER -> Name.exactly(user);
                case ANY_USER_AND_CLIENT, ANY_USER_AND_ANY_CLIENT, ANY_USER -> Name.DEFAULT;
                case CLIENT, ANY_CLIENT -> Name.ABSENT;
            };
            Name clientName = switch (this) {
                case USER_AND_CLIENT, ANY_USER_AND_CLIENT, CLIENT -> Name.exactly(clientId);
                case USER_AND_ANY_CLIENT, ANY_USER_AND_ANY_CLIENT, ANY_CLIENT -> Name.DEFAULT;
                case USER, ANY_USER -> Name.ABSENT;
            };
            return new Place(userName, clientName, Name.ABSENT);
        }

        Bucket bucket(Use use, String user, String clientId) {
            return new Bucket(use, byUser ? user : "", byClient ? clientId : "", "");
        }
    }

    private record Name(Kind kind, String text) {
        static final Name ABSENT = new Name(Kind.ABSENT, "");
        static final Name DEFAULT = new Name(Kind.DEFAULT, "");

        static Name exactly(String text) {
            return new Name(Kind.EXACT, text);
        }

        static Name of(@Nullable Optional<String> name) {
            return name == null ? ABSENT : name.map(Name::exactly).orElse(DEFAULT);
        }

        enum Kind {
            ABSENT,
            DEFAULT,
            EXACT
        }
    }

    private record Place(Name user, Name clientId, Name address) {
        static Place of(QuotaEntity entity) {
            Optional<String> ip = entity.names().getOrDefault(Type.IP, Optional.empty());
            return new Place(
                    Name.of(entity.names().get(Type.USER)),
                    Name.of(entity.names().get(Type.CLIENT_ID)),
                    entity.names().containsKey(Type.IP)
                            ? Name.of(ip.map(text -> QuotaRules.address(text).orElse(text)))
                            : Name.ABSENT);
        }
    }
}
