package gossip.api.broker;

import gossip.api.ErrorCode;
import gossip.api.security.Acl;
import gossip.api.security.AclFilter;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Rules about what clients may do. Every method fails with {@link gossip.api.BrokerException}: SECURITY_DISABLED if nothing
 * follows the rules, CLUSTER_AUTHORIZATION_FAILED if the client may not see or change them. Stages complete when this node
 * knows of the change.
 */
public interface Acls {
    /**
     * Adds rules, each on its own.
     *
     * @param context who asks
     * @param acls what to add; what is there already is fine
     * @return outcomes in the same order
     */
    CompletionStage<List<Outcome>> create(RequestContext context, List<Acl> acls);

    /**
     * Removes rules.
     *
     * @param context who asks
     * @param filters which
     * @return what was removed for each filter, in the same order
     */
    CompletionStage<List<List<Acl>>> delete(RequestContext context, List<AclFilter> filters);

    /**
     * Looks rules up.
     *
     * @param context who asks
     * @param filter which
     * @return in no order
     */
    List<Acl> find(RequestContext context, AclFilter filter);

    /**
     * What came of a rule.
     *
     * @param error NONE if it was added
     * @param message why not, for a person; else empty
     */
    record Outcome(ErrorCode error, String message) {}
}
