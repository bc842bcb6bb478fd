package gossip.plugins.kafka.handler;

import gossip.api.broker.Tokens;
import gossip.api.broker.Tokens.Secret;
import gossip.api.security.DelegationToken;
import gossip.api.security.Principal;
import gossip.plugins.kafka.api.ApiHandler;
import gossip.plugins.kafka.api.Call;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.message.DescribeDelegationTokenRequestData;
import org.apache.kafka.common.message.DescribeDelegationTokenResponseData;
import org.apache.kafka.common.message.DescribeDelegationTokenResponseData.DescribedDelegationToken;
import org.apache.kafka.common.message.DescribeDelegationTokenResponseData.DescribedDelegationTokenRenewer;

/** Lists delegation tokens (KIP-48). */
final class DescribeDelegationTokenHandler implements ApiHandler<DescribeDelegationTokenRequestData> {
    private static final short FIRST_VERSION_WITH_REQUESTER = 3;

    private final Tokens tokens;

    DescribeDelegationTokenHandler(Tokens tokens) {
        this.tokens = tokens;
    }

    @Override
    public void handle(Call call, DescribeDelegationTokenRequestData request) {
        Optional<List<Principal>> owners = request.owners() == null
                ? Optional.empty()
                : Optional.of(request.owners().stream()
                        .map(owner -> new Principal(owner.principalType(), owner.principalName()))
                        .toList());
        short version = call.version();
        // made by the thread that found them: a long answer would hold up the event loop
        call.replyWhen(
                tokens.describe(call.context(), owners).thenApply(found -> answer(version, found)), message -> message);
    }

    private static DescribeDelegationTokenResponseData answer(short version, List<Secret> found) {
        DescribeDelegationTokenResponseData response = new DescribeDelegationTokenResponseData();
        found.forEach(secret -> response.tokens().add(answer(version, secret)));
        return response;
    }

    private static DescribedDelegationToken answer(short version, Secret secret) {
        DelegationToken token = secret.token();
        DescribedDelegationToken described = new DescribedDelegationToken()
                .setPrincipalType(token.owner().type())
                .setPrincipalName(token.owner().name())
                .setIssueTimestamp(token.issueMs())
                .setExpiryTimestamp(token.expiryMs())
                .setMaxTimestamp(token.maxMs())
                .setTokenId(token.id())
                .setHmac(Texts.array(secret.hmac()))
                .setRenewers(token.renewers().stream()
                        .map(renewer -> new DescribedDelegationTokenRenewer()
                                .setPrincipalType(renewer.type())
                                .setPrincipalName(renewer.name()))
                        .toList());
        return version < FIRST_VERSION_WITH_REQUESTER
                ? described
                : described
                        .setTokenRequesterPrincipalType(token.requester().type())
                        .setTokenRequesterPrincipalName(token.requester().name());
    }
}
