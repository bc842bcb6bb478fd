package gossip.plugins.simulation;

import gossip.api.broker.RequestContext;
import gossip.api.security.Authorizer;
import gossip.api.security.Operation;
import gossip.api.security.Principal;
import gossip.api.security.Resource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Allows exactly what it was told to allow. Thread-safe. */
public final class MemoryAuthorizer implements Authorizer {
    private final Set<Grant> grants = ConcurrentHashMap.newKeySet();

    /** Allows nothing yet. */
    public MemoryAuthorizer() {
        // told later
    }

    /**
     * Allows something from now on.
     *
     * @param principal to whom
     * @param operation what
     * @param resource on what
     * @return this
     */
    public MemoryAuthorizer grant(Principal principal, Operation operation, Resource resource) {
        grants.add(new Grant(principal, operation, resource));
        return this;
    }

    @Override
    public boolean allows(RequestContext context, Operation operation, Resource resource) {
        return grants.contains(new Grant(context.principal(), operation, resource));
    }

    @Override
    public boolean allowsAny(RequestContext context, Operation operation, Resource.Type type) {
        return grants.stream()
                .anyMatch(grant -> grant.principal().equals(context.principal())
                        && grant.operation() == operation
                        && grant.resource().type() == type);
    }

    private record Grant(Principal principal, Operation operation, Resource resource) {}
}
