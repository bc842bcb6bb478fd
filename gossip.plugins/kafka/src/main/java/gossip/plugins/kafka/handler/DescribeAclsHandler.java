package gossip.plugins.kafka.handler;

import gossip.api.BrokerException;
import gossip.api.broker.Acls;
import gossip.api.security.Acl;
import gossip.api.security.AclFilter;
import gossip.api.security.Resource;
import gossip.plugins.kafka.api.ApiHandler;
import gossip.plugins.kafka.api.Call;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.message.DescribeAclsRequestData;
import org.apache.kafka.common.message.DescribeAclsResponseData;
import org.apache.kafka.common.message.DescribeAclsResponseData.AclDescription;
import org.apache.kafka.common.message.DescribeAclsResponseData.DescribeAclsResource;

/** Looks ACLs up (KIP-140). */
final class DescribeAclsHandler implements ApiHandler<DescribeAclsRequestData> {
    private final Acls acls;

    DescribeAclsHandler(Acls acls) {
        this.acls = acls;
    }

    @Override
    public void handle(Call call, DescribeAclsRequestData request) {
        try {
            call.reply(answer(call, request));
        } catch (BrokerException e) {
            call.reply(
                    new DescribeAclsResponseData().setErrorCode(e.code().code()).setErrorMessage(e.getMessage()));
        }
    }

    private DescribeAclsResponseData answer(Call call, DescribeAclsRequestData request) {
        AclFilter filter = new AclFilter(
                AclCodes.anyType(request.resourceTypeFilter()),
                AclCodes.patterns(request.patternTypeFilter()),
                Optional.ofNullable(request.resourceNameFilter()),
                Optional.ofNullable(request.principalFilter()),
                Optional.ofNullable(request.hostFilter()),
                AclCodes.anyOperation(request.operation()),
                AclCodes.anyPermission(request.permissionType()));
        Map<Place, DescribeAclsResource> resources = new LinkedHashMap<>();
        for (Acl acl : acls.find(call.context(), filter)) {
            resources
                    .computeIfAbsent(new Place(acl.type(), acl.pattern(), acl.name()), DescribeAclsHandler::resource)
                    .acls()
                    .add(new AclDescription()
                            .setPrincipal(acl.principal())
                            .setHost(acl.host())
                            .setOperation(AclCodes.of(acl.operation()))
                            .setPermissionType(AclCodes.of(acl.permission())));
        }
        DescribeAclsResponseData response = new DescribeAclsResponseData();
        response.resources().addAll(resources.values());
        return response;
    }

    private static DescribeAclsResource resource(Place place) {
        return new DescribeAclsResource()
                .setResourceType(AclCodes.of(place.type()))
                .setPatternType(AclCodes.of(place.pattern()))
                .setResourceName(place.name());
    }

    private record Place(Resource.Type type, Acl.Pattern pattern, String name) {}
}
