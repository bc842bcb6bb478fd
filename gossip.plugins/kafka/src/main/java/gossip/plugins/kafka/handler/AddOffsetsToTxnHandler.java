package gossip.plugins.kafka.handler;

import gossip.api.broker.Records.ProducerIdentity;
import gossip.api.broker.Transactions;
import gossip.plugins.kafka.api.ApiHandler;
import gossip.plugins.kafka.api.Call;
import org.apache.kafka.common.message.AddOffsetsToTxnRequestData;
import org.apache.kafka.common.message.AddOffsetsToTxnResponseData;

/** Adds the offsets of a consumer group to a transaction. */
final class AddOffsetsToTxnHandler implements ApiHandler<AddOffsetsToTxnRequestData> {
    private static final short FIRST_VERSION_WITH_FENCED = 2;

    private final Transactions transactions;

    AddOffsetsToTxnHandler(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public void handle(Call call, AddOffsetsToTxnRequestData request) {
        ProducerIdentity producer = new ProducerIdentity(request.producerId(), request.producerEpoch());
        call.replyWhen(
                transactions.addOffsets(call.context(), request.transactionalId(), producer, request.groupId()),
                outcome -> new AddOffsetsToTxnResponseData()
                        .setErrorCode(TransactionCodes.fenced(outcome, call.version(), FIRST_VERSION_WITH_FENCED)
                                .code()));
    }
}
