package gossip.api.security;

import gossip.api.broker.RequestContext;

/** Decides what clients may do. Thread-safe; called by network threads: must be quick and must not block. */
@FunctionalInterface
public interface Authorizer {
    /** Everybody may do everything. */
    Authorizer ALLOW_ALL = (context, operation, resource) -> true;

    /**
     * Decides. An exception counts as a no.
     *
     * @param context who asks
     * @param operation what for
     * @param resource on what
     * @return whether it is allowed
     */
    boolean allows(RequestContext context, Operation operation, Resource resource);
}
