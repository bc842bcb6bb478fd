package gossip.core.security;

import gossip.api.ErrorCode;
import gossip.api.broker.RequestContext;
import gossip.api.security.Authorizer;
import gossip.api.security.Operation;
import gossip.api.security.Principal;
import gossip.api.security.Resource;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;

/** Asks all authorizers, and has it noted what they refuse. Thread-safe; as quick as they are. */
public final class Guard {
    /** Lets everybody do everything. */
    public static final Guard OPEN = new Guard(List.of());

    private static final Logger LOG = System.getLogger(Guard.class.getName());

    private final Authorizer[] authorizers;
    private final Trail trail;

    /**
     * Creates a guard that notes nothing.
     *
     * @param authorizers every one of them has to allow an operation; with none everything is allowed
     */
    public Guard(List<Authorizer> authorizers) {
        this(authorizers, Trail.NONE);
    }

    /**
     * Creates a guard.
     *
     * @param authorizers every one of them has to allow an operation; with none everything is allowed
     * @param trail where it is noted what is refused, and what administrators do
     */
    public Guard(List<Authorizer> authorizers, Trail trail) {
        this.authorizers = authorizers.stream()
                .filter(one -> !one.equals(Authorizer.ALLOW_ALL))
                .toArray(Authorizer[]::new);
        this.trail = trail;
    }

    /**
     * Decides about something that a client asked for. A refusal is noted.
     *
     * @param context who asks; the broker itself may do everything
     * @param operation what for
     * @param resource on what
     * @return whether it is allowed; an authorizer that throws says no
     */
    public boolean allows(RequestContext context, Operation operation, Resource resource) {
        if (permits(context, operation, resource)) {
            return true;
        }
        trail.note(context, operation.name(), Targets.of(resource), denied(resource.type()), "not authorized");
        return false;
    }

    /**
     * Decides about something that a client did not ask for, as one of all topics. Nothing is noted.
     *
     * @param context who asks; the broker itself may do everything
     * @param operation what for
     * @param resource on what
     * @return whether it is allowed; an authorizer that throws says no
     */
    public boolean permits(RequestContext context, Operation operation, Resource resource) {
        if (authorizers.length == 0 || context.principal().equals(Principal.BROKER)) {
            return true;
        }
        for (Authorizer authorizer : authorizers) {
            if (!permits(authorizer, context, operation, resource)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Decides whether an operation could be allowed on any resource of a type (KIP-679). Nothing is noted.
     *
     * @param context who asks; the broker itself may do everything
     * @param operation what for
     * @param type kind of resource
     * @return whether it is allowed; an authorizer that throws says no
     */
    public boolean permitsAny(RequestContext context, Operation operation, Resource.Type type) {
        if (authorizers.length == 0 || context.principal().equals(Principal.BROKER)) {
            return true;
        }
        for (Authorizer authorizer : authorizers) {
            if (!permitsAny(authorizer, context, operation, type)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Where it is noted what administrators do.
     *
     * @return never blocks
     */
    public Trail trail() {
        return trail;
    }

    private static boolean permits(
            Authorizer authorizer, RequestContext context, Operation operation, Resource resource) {
        try {
            return authorizer.allows(context, operation, resource);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, failure(authorizer, context, operation + " on " + resource), e);
            return false;
        }
    }

    private static boolean permitsAny(
            Authorizer authorizer, RequestContext context, Operation operation, Resource.Type type) {
        try {
            return authorizer.allowsAny(context, operation, type);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, failure(authorizer, context, operation + " on any " + type), e);
            return false;
        }
    }

    private static String failure(Authorizer authorizer, RequestContext context, String what) {
        return "authorizer " + authorizer.getClass().getName() + " failed, so " + context.principal() + " was refused "
                + what;
    }

    /** The code a client is told when it may not touch a resource. */
    private static ErrorCode denied(Resource.Type type) {
        return switch (type) {
            case TOPIC -> ErrorCode.TOPIC_AUTHORIZATION_FAILED;
            case GROUP -> ErrorCode.GROUP_AUTHORIZATION_FAILED;
            case CLUSTER -> ErrorCode.CLUSTER_AUTHORIZATION_FAILED;
            case TRANSACTIONAL_ID -> ErrorCode.TRANSACTIONAL_ID_AUTHORIZATION_FAILED;
            case DELEGATION_TOKEN, USER -> ErrorCode.DELEGATION_TOKEN_AUTHORIZATION_FAILED;
        };
    }
}
