package gossip.plugins.kafka.handler;

import gossip.api.BrokerException;
import gossip.api.broker.Acls;
import gossip.api.security.Acl;
import gossip.api.security.AclFilter;
import gossip.plugins.kafka.api.ApiHandler;
import gossip.plugins.kafka.api.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.message.DeleteAclsRequestData;
import org.apache.kafka.common.message.DeleteAclsRequestData.DeleteAclsFilter;
import org.apache.kafka.common.message.DeleteAclsResponseData;
import org.apache.kafka.common.message.DeleteAclsResponseData.DeleteAclsFilterResult;
import org.apache.kafka.common.message.DeleteAclsResponseData.DeleteAclsMatchingAcl;
import org.jspecify.annotations.Nullable;

/** Removes ACLs (KIP-140). */
final class DeleteAclsHandler implements ApiHandler<DeleteAclsRequestData> {
    private final Acls acls;

    DeleteAclsHandler(Acls acls) {
        this.acls = acls;
    }

    @Override
    public void handle(Call call, DeleteAclsRequestData request) {
        List<@Nullable BrokerException> refused = new ArrayList<>();
        List<AclFilter> filters = new ArrayList<>();
        for (DeleteAclsFilter filter : request.filters()) {
            try {
                filters.add(translate(filter));
                refused.add(null);
            } catch (BrokerException e) {
                refused.add(e);
            }
        }
        call.replyWhen(acls.delete(call.context(), filters), found -> {
            DeleteAclsResponseData response = new DeleteAclsResponseData();
            int next = 0;
            for (BrokerException early : refused) {
                response.filterResults().add(early == null ? removed(found.get(next++)) : failed(early));
            }
            return response;
        });
    }

    private static AclFilter translate(DeleteAclsFilter filter) {
        return new AclFilter(
                AclCodes.anyType(filter.resourceTypeFilter()),
                AclCodes.patterns(filter.patternTypeFilter()),
                Optional.ofNullable(filter.resourceNameFilter()),
                Optional.ofNullable(filter.principalFilter()),
                Optional.ofNullable(filter.hostFilter()),
                AclCodes.anyOperation(filter.operation()),
                AclCodes.anyPermission(filter.permissionType()));
    }

    private static DeleteAclsFilterResult removed(List<Acl> removed) {
        DeleteAclsFilterResult result = new DeleteAclsFilterResult();
        for (Acl acl : removed) {
            result.matchingAcls()
                    .add(new DeleteAclsMatchingAcl()
                            .setResourceType(AclCodes.of(acl.type()))
                            .setResourceName(acl.name())
                            .setPatternType(AclCodes.of(acl.pattern()))
                            .setPrincipal(acl.principal())
                            .setHost(acl.host())
                            .setOperation(AclCodes.of(acl.operation()))
                            .setPermissionType(AclCodes.of(acl.permission())));
        }
        return result;
    }

    private static DeleteAclsFilterResult failed(BrokerException problem) {
        return new DeleteAclsFilterResult().setErrorCode(problem.code().code()).setErrorMessage(problem.getMessage());
    }
}
