package gossip.core.security;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.broker.Acls;
import gossip.api.broker.RequestContext;
import gossip.api.metadata.MetadataCommand.CreateAcls;
import gossip.api.metadata.MetadataCommand.DeleteAcls;
import gossip.api.security.Acl;
import gossip.api.security.AclFilter;
import gossip.api.security.Operation;
import gossip.api.security.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Keeps the ACLs. Thread-safe; never blocks. */
final class AclsService implements Acls {
    private final Changes changes;
    private final boolean isEnabled;
    private final int maxAcls;

    AclsService(Changes changes, boolean isEnabled, int maxAcls) {
        this.changes = changes;
        this.isEnabled = isEnabled;
        this.maxAcls = maxAcls;
    }

    @Override
    public CompletionStage<List<Outcome>> create(RequestContext context, List<Acl> acls) {
        require(context, Operation.ALTER);
        List<Outcome> outcomes = new ArrayList<>();
        List<Acl> added = new ArrayList<>();
        for (Acl acl : acls) {
            String problem = problem(acl);
            if (problem.isEmpty()) {
                added.add(acl);
                outcomes.add(new Outcome(ErrorCode.NONE, ""));
            } else {
                outcomes.add(new Outcome(ErrorCode.INVALID_REQUEST, problem));
            }
        }
        if (added.isEmpty()) {
            return CompletableFuture.completedFuture(outcomes);
        }
        requireRoom(added);
        return changes.submit(new CreateAcls(added)).handle((done, failure) -> {
            if (failure == null) {
                added.forEach(acl -> changes.done(context, "CREATE_ACL", describe(acl)));
                return outcomes;
            }
            added.forEach(acl -> changes.note(context, "CREATE_ACL", describe(acl), failure));
            throw new BrokerException(Changes.code(failure), Changes.message(failure), failure);
        });
    }

    private void requireRoom(List<Acl> added) {
        long fresh = added.stream()
                .distinct()
                .filter(acl -> !changes.image().has(acl))
                .count();
        int present = changes.image().aclCount();
        if (fresh > 0 && present + fresh > maxAcls) {
            throw new BrokerException(
                    ErrorCode.POLICY_VIOLATION,
                    "there are " + present + " ACLs, and " + fresh + " more are too many for security.max_acls = "
                            + maxAcls + "; raise it, or use prefixed ACLs");
        }
    }

    private static String problem(Acl acl) {
        if (acl.name().isEmpty()) {
            return "the name of the resource is empty";
        }
        if (acl.type() == Resource.Type.CLUSTER && !acl.name().equals(Resource.CLUSTER.name())) {
            return "the only name of the cluster is " + Resource.CLUSTER.name() + ", not " + acl.name();
        }
        if (!Principals.isValid(acl.principal())) {
            return "the principal '" + acl.principal() + "' is not of the form User:name";
        }
        return acl.host().isEmpty() ? "the host is empty; * stands for all" : "";
    }

    @Override
    public CompletionStage<List<List<Acl>>> delete(RequestContext context, List<AclFilter> filters) {
        require(context, Operation.ALTER);
        List<List<Acl>> found = filters.stream().map(filter -> find(filter)).toList();
        List<Acl> removed = found.stream().flatMap(List::stream).distinct().toList();
        if (removed.isEmpty()) {
            return CompletableFuture.completedFuture(found);
        }
        return changes.submit(new DeleteAcls(removed)).handle((done, failure) -> {
            if (failure == null) {
                removed.forEach(acl -> changes.done(context, "DELETE_ACL", describe(acl)));
                return found;
            }
            removed.forEach(acl -> changes.note(context, "DELETE_ACL", describe(acl), failure));
            throw new BrokerException(Changes.code(failure), Changes.message(failure), failure);
        });
    }

    @Override
    public List<Acl> find(RequestContext context, AclFilter filter) {
        require(context, Operation.DESCRIBE);
        return find(filter);
    }

    private List<Acl> find(AclFilter filter) {
        return changes.image().acls().filter(filter::fits).toList();
    }

    private void require(RequestContext context, Operation operation) {
        changes.require(context, operation);
        if (!isEnabled) {
            throw new BrokerException(
                    ErrorCode.SECURITY_DISABLED,
                    "nothing follows ACLs here; set security.authorizer: acl in gossip.yaml and restart");
        }
    }

    private static String describe(Acl acl) {
        return acl.permission() + " " + acl.principal() + " from " + acl.host() + " " + acl.operation() + " "
                + acl.pattern() + " " + Targets.of(acl.type().name(), acl.name());
    }
}
