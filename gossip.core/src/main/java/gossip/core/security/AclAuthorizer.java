package gossip.core.security;

import gossip.api.broker.RequestContext;
import gossip.api.config.Settings;
import gossip.api.metadata.MetadataStore;
import gossip.api.metadata.SecurityImage;
import gossip.api.metrics.Metrics;
import gossip.api.security.Acl;
import gossip.api.security.Authorizer;
import gossip.api.security.Operation;
import gossip.api.security.Principal;
import gossip.api.security.Resource;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Follows the ACLs of the metadata, as Kafka does. Decisions are remembered until an ACL changes. Thread-safe; never blocks.
 */
public final class AclAuthorizer implements Authorizer {
    private static final String SOME_NAME = "hardcode";

    private final Set<Principal> superUsers;
    private volatile AclDecisions decisions;

    /**
     * Creates the authorizer.
     *
     * @param metadata where the ACLs are
     * @param settings super users, and what to do without ACLs
     */
    public AclAuthorizer(MetadataStore metadata, Settings settings) {
        this.superUsers = settings.value(SecuritySettings.SUPER_USERS).stream()
                .map(Principals::parse)
                .collect(Collectors.toUnmodifiableSet());
        this.decisions = new AclDecisions(
                AclIndex.EMPTY,
                settings.value(SecuritySettings.ALLOW_EVERYONE_WITHOUT_ACL),
                settings.value(SecuritySettings.MAX_CACHED_DECISIONS),
                settings.value(SecuritySettings.CACHED_DECISIONS_SIZE));
        metadata.listen((before, after) -> changed(before.security(), after.security()));
    }

    /**
     * The authorizer of a node whose configuration selects it.
     *
     * @param metadata where the ACLs are
     * @param settings effective settings
     * @param metrics where figures are reported
     * @return {@link Authorizer#ALLOW_ALL} if it does not
     */
    public static Authorizer selected(MetadataStore metadata, Settings settings, Metrics metrics) {
        if (settings.value(SecuritySettings.AUTHORIZER) != SecuritySettings.Decider.ACL) {
            return Authorizer.ALLOW_ALL;
        }
        AclAuthorizer authorizer = new AclAuthorizer(metadata, settings);
        metrics.gauge(
                "gossip_acl_decisions_bytes",
                "Memory of remembered decisions by ACL; see security.cached_decisions_size.",
                authorizer::cachedBytes);
        return authorizer;
    }

    /** About how much memory the remembered decisions take. */
    long cachedBytes() {
        return decisions.bytes();
    }

    @Override
    public boolean allows(RequestContext context, Operation operation, Resource resource) {
        return superUsers.contains(context.principal()) || current().allows(context, operation, resource);
    }

    @Override
    public boolean allowsAny(RequestContext context, Operation operation, Resource.Type type) {
        return allows(context, operation, new Resource(type, SOME_NAME))
                || current().allowsSome(context, operation, type);
    }

    private AclDecisions current() {
        AclDecisions present = decisions;
        return present.isFull() ? forget() : present;
    }

    /** The lock is held for as long as it takes to make an empty map. */
    private synchronized AclDecisions forget() {
        AclDecisions present = decisions;
        if (present.isFull()) {
            present = present.forgotten();
            decisions = present;
        }
        return present;
    }

    private synchronized void follow(AclIndex index) {
        decisions = decisions.under(index);
    }

    /**
     * The rules are arranged by the thread that changes the metadata, which goes on to acknowledge the change: who asks never
     * waits for it, and what is acknowledged is in force.
     */
    private void changed(SecurityImage before, SecurityImage after) {
        if (!before.hasAclsOf(after)) {
            List<Acl> removed = before.aclsNotIn(after).toList();
            List<Acl> added = after.aclsNotIn(before).toList();
            follow(decisions.index().changed(removed, added));
        }
    }
}
