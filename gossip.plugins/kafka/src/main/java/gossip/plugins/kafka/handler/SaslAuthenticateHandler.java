package gossip.plugins.kafka.handler;

import gossip.api.ErrorCode;
import gossip.plugins.kafka.api.ApiHandler;
import gossip.plugins.kafka.api.Call;
import gossip.plugins.kafka.sasl.SaslSession;
import java.util.Optional;
import org.apache.kafka.common.message.SaslAuthenticateRequestData;
import org.apache.kafka.common.message.SaslAuthenticateResponseData;

/** Takes the messages of a SASL mechanism (KIP-152, KIP-368). */
final class SaslAuthenticateHandler implements ApiHandler<SaslAuthenticateRequestData> {
    @Override
    public void handle(Call call, SaslAuthenticateRequestData request) {
        Optional<SaslSession> session = call.sasl();
        if (session.isPresent()) {
            session.get().authenticate(call, request);
        } else {
            call.reply(new SaslAuthenticateResponseData()
                    .setErrorCode(ErrorCode.ILLEGAL_SASL_STATE.code())
                    .setErrorMessage("this listener does not use SASL"));
        }
    }
}
