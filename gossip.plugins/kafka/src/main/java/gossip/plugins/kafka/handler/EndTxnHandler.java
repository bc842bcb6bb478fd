package gossip.plugins.kafka.handler;

import gossip.api.broker.Records.ProducerIdentity;
import gossip.api.broker.Transactions;
import gossip.api.broker.Transactions.End;
import gossip.plugins.kafka.api.ApiHandler;
import gossip.plugins.kafka.api.Call;
import org.apache.kafka.common.message.EndTxnRequestData;
import org.apache.kafka.common.message.EndTxnResponseData;

/** Commits or aborts a transaction; newer clients get a new epoch thereby (KIP-890). */
final class EndTxnHandler implements ApiHandler<EndTxnRequestData> {
    private static final short FIRST_VERSION_WITH_FENCED = 2;
    private static final short FIRST_VERSION_WITH_BUMP = 5;

    private final Transactions transactions;

    EndTxnHandler(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public void handle(Call call, EndTxnRequestData request) {
        boolean bumps = call.version() >= FIRST_VERSION_WITH_BUMP;
        End end = new End(
                request.transactionalId(),
                new ProducerIdentity(request.producerId(), request.producerEpoch()),
                request.committed(),
                bumps);
        call.replyWhen(transactions.end(call.context(), end), ended -> {
            EndTxnResponseData response = new EndTxnResponseData()
                    .setErrorCode(TransactionCodes.fenced(ended.error(), call.version(), FIRST_VERSION_WITH_FENCED)
                            .code());
            return bumps
                    ? response.setProducerId(ended.producer().producerId())
                            .setProducerEpoch(ended.producer().epoch())
                    : response;
        });
    }
}
