package gossip.core.security;

import gossip.api.broker.RequestContext;
import gossip.api.config.Settings;
import gossip.api.metadata.MetadataStore;
import gossip.api.metadata.SecurityImage;
import gossip.api.security.Authorizer;
import gossip.api.security.Operation;
import gossip.api.security.Principal;
import gossip.api.security.Resource;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Follows the ACLs of the metadata, as Kafka does. Decisions are remembered until an ACL changes. Thread-safe; never blocks.
 */
public final class AclAuthorizer implements Authorizer {
    private static final String SOME_NAME = "hardcode";

    private final MetadataStore metadata;
    private final Set<Principal> superUsers;
    private final boolean allowsUnspoken;
    private final int maxDecisions;
    private volatile AclDecisions decisions;

    /**
     * Creates the authorizer.
     *
     * @param metadata where the ACLs are
     * @param settings super users, and what to do without ACLs
     */
    public AclAuthorizer(MetadataStore metadata, Settings settings) {
        this.metadata = metadata;
        this.superUsers = settings.value(SecuritySettings.SUPER_USERS).stream()
                .map(Principals::parse)
                .collect(Collectors.toUnmodifiableSet());
        this.allowsUnspoken = settings.value(SecuritySettings.ALLOW_EVERYONE_WITHOUT_ACL);
        this.maxDecisions = settings.value(SecuritySettings.MAX_CACHED_DECISIONS);
        this.decisions = AclDecisions.by(SecurityImage.EMPTY, allowsUnspoken);
    }

    /**
     * The authorizer of a node whose configuration selects it.
     *
     * @param metadata where the ACLs are
     * @param settings effective settings
     * @return {@link Authorizer#ALLOW_ALL} if it does not
     */
    public static Authorizer selected(MetadataStore metadata, Settings settings) {
        return settings.value(SecuritySettings.AUTHORIZER) == SecuritySettings.Decider.ACL
                ? new AclAuthorizer(metadata, settings)
                : Authorizer.ALLOW_ALL;
    }

    @Override
    public boolean allows(RequestContext context, Operation operation, Resource resource) {
        return superUsers.contains(context.principal()) || current().allows(context, operation, resource);
    }

    @Override
    public boolean allowsAny(RequestContext context, Operation operation, Resource.Type type) {
        return allows(context, operation, new Resource(type, SOME_NAME))
                || current().index().allowsSome(context.principal().toString(), context.clientHost(), operation, type);
    }

    /** Usually one look at the metadata; the rules are arranged anew after a change, by whoever comes first. */
    private AclDecisions current() {
        AclDecisions present = decisions;
        SecurityImage image = metadata.image().security();
        if (present.image().hasAclsOf(image) && present.count() < maxDecisions) {
            return present;
        }
        return renew(image);
    }

    private synchronized AclDecisions renew(SecurityImage image) {
        AclDecisions present = decisions;
        if (!present.image().hasAclsOf(image)) {
            present = AclDecisions.by(image, allowsUnspoken);
        } else if (present.count() >= maxDecisions) {
            present = present.forgotten();
        }
        decisions = present;
        return present;
    }
}
