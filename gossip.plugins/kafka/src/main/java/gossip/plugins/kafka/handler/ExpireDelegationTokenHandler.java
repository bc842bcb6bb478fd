package gossip.plugins.kafka.handler;

import gossip.api.broker.Tokens;
import gossip.plugins.kafka.api.ApiHandler;
import gossip.plugins.kafka.api.Call;
import java.nio.ByteBuffer;
import org.apache.kafka.common.message.ExpireDelegationTokenRequestData;
import org.apache.kafka.common.message.ExpireDelegationTokenResponseData;

/** Lets delegation tokens end earlier (KIP-48). */
final class ExpireDelegationTokenHandler implements ApiHandler<ExpireDelegationTokenRequestData> {
    private final Tokens tokens;

    ExpireDelegationTokenHandler(Tokens tokens) {
        this.tokens = tokens;
    }

    @Override
    public void handle(Call call, ExpireDelegationTokenRequestData request) {
        call.replyWhen(
                tokens.expire(call.context(), ByteBuffer.wrap(request.hmac()), request.expiryTimePeriodMs()),
                expiry -> new ExpireDelegationTokenResponseData().setExpiryTimestampMs(expiry));
    }
}
