package gossip.plugins.kafka.handler;

import gossip.api.broker.Tokens;
import gossip.plugins.kafka.api.ApiHandler;
import gossip.plugins.kafka.api.Call;
import java.nio.ByteBuffer;
import org.apache.kafka.common.message.RenewDelegationTokenRequestData;
import org.apache.kafka.common.message.RenewDelegationTokenResponseData;

/** Lets delegation tokens be valid for longer (KIP-48). */
final class RenewDelegationTokenHandler implements ApiHandler<RenewDelegationTokenRequestData> {
    private final Tokens tokens;

    RenewDelegationTokenHandler(Tokens tokens) {
        this.tokens = tokens;
    }

    @Override
    public void handle(Call call, RenewDelegationTokenRequestData request) {
        call.replyWhen(
                tokens.renew(call.context(), ByteBuffer.wrap(request.hmac()), request.renewPeriodMs()),
                expiry -> new RenewDelegationTokenResponseData().setExpiryTimestampMs(expiry));
    }
}
