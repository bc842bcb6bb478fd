package gossip.plugins.kafka.handler;

import gossip.api.broker.Administration;
import gossip.plugins.kafka.api.ApiHandler;
import gossip.plugins.kafka.api.Call;
import org.apache.kafka.common.message.UnregisterBrokerRequestData;
import org.apache.kafka.common.message.UnregisterBrokerResponseData;

/** Forgets a broker that has gone for good. */
final class UnregisterBrokerHandler implements ApiHandler<UnregisterBrokerRequestData> {
    private final Administration administration;

    UnregisterBrokerHandler(Administration administration) {
        this.administration = administration;
    }

    @Override
    public void handle(Call call, UnregisterBrokerRequestData request) {
        call.replyWhen(
                administration.unregister(call.context(), request.brokerId()),
                outcome -> new UnregisterBrokerResponseData()
                        .setErrorCode(outcome.error().code())
                        .setErrorMessage(Texts.orNull(outcome.message())));
    }
}
