package gossip.plugins.kafka.sasl;

import gossip.api.ErrorCode;
import gossip.plugins.kafka.api.Call;
import java.nio.ByteBuffer;
import org.apache.kafka.common.message.SaslAuthenticateResponseData;

/**
 * The answer to SaslAuthenticate.
 *
 * @param call what is answered
 */
record SaslReply(Call call) implements Answer {
    static SaslAuthenticateResponseData illegal(String reason) {
        return new SaslAuthenticateResponseData()
                .setErrorCode(ErrorCode.ILLEGAL_SASL_STATE.code())
                .setErrorMessage(reason);
    }

    @Override
    public void send(ByteBuffer message, long lifetimeMs) {
        byte[] bytes = new byte[message.remaining()];
        message.duplicate().get(bytes);
        SaslAuthenticateResponseData response = new SaslAuthenticateResponseData().setAuthBytes(bytes);
        call.reply(call.version() == 0 ? response : response.setSessionLifetimeMs(lifetimeMs));
    }

    @Override
    public void refuse(String reason) {
        call.replyAndHangUp(new SaslAuthenticateResponseData()
                .setErrorCode(ErrorCode.SASL_AUTHENTICATION_FAILED.code())
                .setErrorMessage(reason));
    }
}
