package gossip.plugins.kafka.handler;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.broker.Acls;
import gossip.api.broker.Acls.Outcome;
import gossip.api.security.Acl;
import gossip.plugins.kafka.api.ApiHandler;
import gossip.plugins.kafka.api.Call;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.message.CreateAclsRequestData;
import org.apache.kafka.common.message.CreateAclsRequestData.AclCreation;
import org.apache.kafka.common.message.CreateAclsResponseData;
import org.apache.kafka.common.message.CreateAclsResponseData.AclCreationResult;
import org.jspecify.annotations.Nullable;

/** Adds ACLs (KIP-140). */
final class CreateAclsHandler implements ApiHandler<CreateAclsRequestData> {
    private final Acls acls;

    CreateAclsHandler(Acls acls) {
        this.acls = acls;
    }

    @Override
    public void handle(Call call, CreateAclsRequestData request) {
        List<@Nullable Outcome> refused = new ArrayList<>();
        List<Acl> wanted = new ArrayList<>();
        for (AclCreation creation : request.creations()) {
            try {
                wanted.add(translate(creation));
                refused.add(null);
            } catch (BrokerException e) {
                refused.add(new Outcome(e.code(), String.valueOf(e.getMessage())));
            }
        }
        call.replyWhen(acls.create(call.context(), wanted), outcomes -> {
            CreateAclsResponseData response = new CreateAclsResponseData();
            int next = 0;
            for (Outcome early : refused) {
                response.results().add(answer(early == null ? outcomes.get(next++) : early));
            }
            return response;
        });
    }

    private static Acl translate(AclCreation creation) {
        return new Acl(
                AclCodes.type(creation.resourceType()),
                AclCodes.pattern(creation.resourcePatternType()),
                creation.resourceName(),
                creation.principal(),
                creation.host(),
                AclCodes.operation(creation.operation()),
                AclCodes.permission(creation.permissionType()));
    }

    private static AclCreationResult answer(Outcome outcome) {
        boolean isOk = outcome.error() == ErrorCode.NONE;
        return new AclCreationResult()
                .setErrorCode(outcome.error().code())
                .setErrorMessage(isOk ? "" : outcome.message());
    }
}
