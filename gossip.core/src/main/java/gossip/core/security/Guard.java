package gossip.core.security;

import gossip.api.broker.RequestContext;
import gossip.api.security.Authorizer;
import gossip.api.security.Operation;
import gossip.api.security.Principal;
import gossip.api.security.Resource;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;

/** Asks all authorizers. Thread-safe; as quick as they are. */
public final class Guard {
    /** Lets everybody do everything. */
    public static final Guard OPEN = new Guard(List.of());

    private static final Logger LOG = System.getLogger(Guard.class.getName());

    private final Authorizer[] authorizers;

    /**
     * Creates a guard.
     *
     * @param authorizers every one of them has to allow an operation; with none everything is allowed
     */
    public Guard(List<Authorizer> authorizers) {
        this.authorizers = authorizers.toArray(Authorizer[]::new);
    }

    /**
     * Decides.
     *
     * @param context who asks; the broker itself may do everything
     * @param operation what for
     * @param resource on what
     * @return whether it is allowed; an authorizer that throws says no
     */
    public boolean allows(RequestContext context, Operation operation, Resource resource) {
        if (context.principal().equals(Principal.BROKER)) {
            return true;
        }
        for (Authorizer authorizer : authorizers) {
            if (!allows(authorizer, context, operation, resource)) {
                return false;
            }
        }
        return true;
    }

    private static boolean allows(
            Authorizer authorizer, RequestContext context, Operation operation, Resource resource) {
        try {
            return authorizer.allows(context, operation, resource);
        } catch (RuntimeException e) {
            LOG.log(
                    Level.ERROR,
                    "authorizer " + authorizer.getClass().getName() + " failed, so " + context.principal()
                            + " was refused " + operation + " on " + resource,
                    e);
            return false;
        }
    }
}
