package gossip.plugins.kafka.handler;

import gossip.api.broker.Tokens;
import gossip.api.broker.Tokens.Secret;
import gossip.api.security.DelegationToken;
import gossip.api.security.Principal;
import gossip.plugins.kafka.api.ApiHandler;
import gossip.plugins.kafka.api.Call;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.message.CreateDelegationTokenRequestData;
import org.apache.kafka.common.message.CreateDelegationTokenResponseData;

/** Issues delegation tokens (KIP-48, KIP-373). */
final class CreateDelegationTokenHandler implements ApiHandler<CreateDelegationTokenRequestData> {
    private static final short FIRST_VERSION_WITH_REQUESTER = 3;

    private final Tokens tokens;

    CreateDelegationTokenHandler(Tokens tokens) {
        this.tokens = tokens;
    }

    @Override
    public void handle(Call call, CreateDelegationTokenRequestData request) {
        String ownerName = request.ownerPrincipalName();
        Optional<Principal> owner = ownerName == null || ownerName.isEmpty()
                ? Optional.empty()
                : Optional.of(new Principal(Texts.orEmpty(request.ownerPrincipalType()), ownerName));
        List<Principal> renewers = request.renewers().stream()
                .map(renewer -> new Principal(renewer.principalType(), renewer.principalName()))
                .toList();
        call.replyWhen(
                tokens.create(call.context(), owner, renewers, request.maxLifetimeMs()),
                secret -> answer(call.version(), secret));
    }

    private static CreateDelegationTokenResponseData answer(short version, Secret secret) {
        DelegationToken token = secret.token();
        CreateDelegationTokenResponseData response = new CreateDelegationTokenResponseData()
                .setPrincipalType(token.owner().type())
                .setPrincipalName(token.owner().name())
                .setIssueTimestampMs(token.issueMs())
                .setExpiryTimestampMs(token.expiryMs())
                .setMaxTimestampMs(token.maxMs())
                .setTokenId(token.id())
                .setHmac(Texts.array(secret.hmac()));
        return version < FIRST_VERSION_WITH_REQUESTER
                ? response
                : response.setTokenRequesterPrincipalType(token.requester().type())
                        .setTokenRequesterPrincipalName(token.requester().name());
    }
}
