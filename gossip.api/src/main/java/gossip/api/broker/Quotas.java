package gossip.api.broker;

import gossip.api.ErrorCode;
import gossip.api.metadata.QuotaEntity;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * What clients may take, and what they have taken (KIP-13, KIP-55, KIP-124, KIP-599, KIP-612). Every protocol that serves
 * clients counts their use here and makes them wait for the time it is told, with the connection unread (KIP-219); topics are
 * counted by {@link Topics} itself. Where nobody is limited, {@link #isLimited} says so at next to no cost.
 */
public interface Quotas {
    /** What is counted. */
    enum Use {
        /** Bytes of requests to produce. */
        PRODUCE,
        /** Bytes of records fetched. */
        FETCH,
        /** Nanoseconds of the threads that serve connections. */
        REQUEST,
        /** Partitions created or deleted. */
        MUTATION,
        /** Connections made. */
        CONNECTION
    }

    /**
     * Whether anybody's use of something is limited. Cheap; to be asked before everything else on the path of records.
     *
     * @param use of what
     * @return false if {@link #charge} would return 0 whoever the client is
     */
    boolean isLimited(Use use);

    /**
     * Counts what a client has used.
     *
     * @param context the client
     * @param use what it has used; not CONNECTION
     * @param amount how much, in the unit of {@code use}, not negative
     * @return ms that the client has to wait before its next request; 0 if it is within its limit
     */
    long charge(RequestContext context, Use use, double amount);

    /**
     * What a client may use now.
     *
     * @param context the client
     * @param use of what; not CONNECTION
     * @return its allowance
     */
    Allowance allowance(RequestContext context, Use use);

    /**
     * Counts a connection, if it is within its limit.
     *
     * @param clientHost address of the client
     * @return 0 to go on, else ms for which the connection is to be held before it is closed
     */
    long connect(String clientHost);

    /**
     * Reads limits.
     *
     * @param context who asks
     * @param filter whose
     * @return in no order; from memory
     * @throws gossip.api.BrokerException CLUSTER_AUTHORIZATION_FAILED, or INVALID_REQUEST for a filter that makes no sense
     */
    List<Described> describe(RequestContext context, Filter filter);

    /**
     * Changes limits; each entity all or nothing.
     *
     * @param context who asks
     * @param alterations what to change
     * @param validateOnly whether to check only
     * @return outcomes in the same order
     */
    CompletionStage<List<Altered>> alter(RequestContext context, List<Alteration> alterations, boolean validateOnly);

    /**
     * What a client may use now.
     *
     * @param delayMs ms that it has to wait; 0 if it is within its limit
     * @param burst the most it may use at once, in the unit of the use; infinite without a limit
     */
    record Allowance(long delayMs, double burst) {
        /** No limit. */
        public static final Allowance UNLIMITED = new Allowance(0, Double.POSITIVE_INFINITY);
    }

    /**
     * Which limits to read.
     *
     * @param components all have to match; each type at most once
     * @param strict whether entities with further types are left out
     */
    record Filter(List<Component> components, boolean strict) {}

    /**
     * A condition on one type.
     *
     * @param type which
     * @param match what kind of condition
     * @param name the name that EXACT asks for; else empty
     */
    record Component(QuotaEntity.Type type, Match match, String name) {}

    /** Conditions. */
    enum Match {
        /** A name. */
        EXACT,
        /** The limit of all that have none of their own. */
        DEFAULT,
        /** Any name, or the default. */
        ANY
    }

    /**
     * Limits of an entity.
     *
     * @param entity whose
     * @param limits by Kafka's names, such as {@code producer_byte_rate}
     */
    record Described(QuotaEntity entity, Map<String, Double> limits) {}

    /**
     * Changes of one entity.
     *
     * @param entity whose limits
     * @param edits new limits by Kafka's names in the order given; empty to lift one
     */
    record Alteration(QuotaEntity entity, List<Edit> edits) {}

    /**
     * One change.
     *
     * @param name Kafka's name of the limit
     * @param limit empty to lift it
     */
    record Edit(String name, Optional<Double> limit) {}

    /**
     * What came of an alteration.
     *
     * @param entity whose limits
     * @param error NONE if it was done
     * @param message why not, for a person; else empty
     */
    record Altered(QuotaEntity entity, ErrorCode error, String message) {}
}
