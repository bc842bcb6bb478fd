package gossip.plugins.kafka.handler;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.broker.Records;
import gossip.plugins.kafka.api.ApiHandler;
import gossip.plugins.kafka.api.Call;
import org.apache.kafka.common.message.InitProducerIdRequestData;
import org.apache.kafka.common.message.InitProducerIdResponseData;

/** Gives out producer ids for idempotent producers (KIP-98). */
final class InitProducerIdHandler implements ApiHandler<InitProducerIdRequestData> {
    private final Records records;

    InitProducerIdHandler(Records records) {
        this.records = records;
    }

    @Override
    public void handle(Call call, InitProducerIdRequestData request) {
        if (request.transactionalId() != null) {
            throw new BrokerException(ErrorCode.INVALID_REQUEST, Unsupported.TRANSACTIONS);
        }
        if ((request.producerId() == -1) != (request.producerEpoch() == -1)) {
            throw new BrokerException(
                    ErrorCode.INVALID_REQUEST, "a producer id goes with an epoch, and no id with none");
        }
        call.replyWhen(
                records.newProducer(call.context()),
                identity -> new InitProducerIdResponseData()
                        .setProducerId(identity.producerId())
                        .setProducerEpoch(identity.epoch()));
    }
}
