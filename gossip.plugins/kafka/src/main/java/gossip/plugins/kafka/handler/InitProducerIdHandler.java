package gossip.plugins.kafka.handler;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.broker.Records;
import gossip.api.broker.Records.ProducerIdentity;
import gossip.api.broker.Transactions;
import gossip.api.broker.Transactions.Init;
import gossip.api.broker.Transactions.Initialized;
import gossip.plugins.kafka.api.ApiHandler;
import gossip.plugins.kafka.api.Call;
import java.util.Optional;
import org.apache.kafka.common.message.InitProducerIdRequestData;
import org.apache.kafka.common.message.InitProducerIdResponseData;

/** Gives identities to idempotent (KIP-98) and to transactional producers (KIP-360). */
final class InitProducerIdHandler implements ApiHandler<InitProducerIdRequestData> {
    private static final short FIRST_VERSION_WITH_FENCED = 4;

    private final Records records;
    private final Transactions transactions;

    InitProducerIdHandler(Records records, Transactions transactions) {
        this.records = records;
        this.transactions = transactions;
    }

    @Override
    public void handle(Call call, InitProducerIdRequestData request) {
        if ((request.producerId() == -1) != (request.producerEpoch() == -1)) {
            throw new BrokerException(
                    ErrorCode.INVALID_REQUEST, "a producer id goes with an epoch, and no id with none");
        }
        if (request.transactionalId() == null) {
            call.replyWhen(
                    records.newProducer(call.context()),
                    producer -> message(call, new Initialized(ErrorCode.NONE, producer)));
            return;
        }
        Optional<ProducerIdentity> present = request.producerId() == -1
                ? Optional.empty()
                : Optional.of(new ProducerIdentity(request.producerId(), request.producerEpoch()));
        Init init = new Init(request.transactionalId(), request.transactionTimeoutMs(), present);
        call.replyWhen(transactions.initProducer(call.context(), init), result -> message(call, result));
    }

    private static InitProducerIdResponseData message(Call call, Initialized result) {
        return new InitProducerIdResponseData()
                .setErrorCode(TransactionCodes.fenced(result.error(), call.version(), FIRST_VERSION_WITH_FENCED)
                        .code())
                .setProducerId(result.producer().producerId())
                .setProducerEpoch(result.producer().epoch());
    }
}
