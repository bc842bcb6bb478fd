package gossip.plugins.kafka.handler;

import gossip.api.ErrorCode;
import gossip.plugins.kafka.api.ApiHandler;
import gossip.plugins.kafka.api.Call;
import gossip.plugins.kafka.sasl.SaslSession;
import java.util.Optional;
import org.apache.kafka.common.message.SaslHandshakeRequestData;
import org.apache.kafka.common.message.SaslHandshakeResponseData;

/** Takes a client's choice of a SASL mechanism (KIP-43). */
final class SaslHandshakeHandler implements ApiHandler<SaslHandshakeRequestData> {
    @Override
    public void handle(Call call, SaslHandshakeRequestData request) {
        Optional<SaslSession> session = call.sasl();
        if (session.isPresent()) {
            session.get().handshake(call, request);
        } else {
            call.reply(new SaslHandshakeResponseData().setErrorCode(ErrorCode.ILLEGAL_SASL_STATE.code()));
        }
    }
}
