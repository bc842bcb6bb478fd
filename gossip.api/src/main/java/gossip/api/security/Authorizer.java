package gossip.api.security;

import gossip.api.broker.RequestContext;

/** Decides what clients may do. Thread-safe; called by network threads: must be quick and must not block. */
@FunctionalInterface
public interface Authorizer {
    /** Everybody may do everything. */
    Authorizer ALLOW_ALL = new Authorizer() {
        @Override
        public boolean allows(RequestContext context, Operation operation, Resource resource) {
            return true;
        }

        @Override
        public boolean allowsAny(RequestContext context, Operation operation, Resource.Type type) {
            return true;
        }
    };

    /**
     * Decides. An exception counts as a no.
     *
     * @param context who asks
     * @param operation what for
     * @param resource on what
     * @return whether it is allowed
     */
    boolean allows(RequestContext context, Operation operation, Resource resource);

    /**
     * Decides whether there could be any resource of a type on which an operation is allowed (KIP-679): who may write to some
     * topic may write idempotently. An exception counts as a no.
     *
     * @param context who asks
     * @param operation what for
     * @param type kind of resource
     * @return whether it is allowed; false if this authorizer cannot tell
     */
    default boolean allowsAny(RequestContext context, Operation operation, Resource.Type type) {
        return false;
    }
}
