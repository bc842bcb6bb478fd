package gossip.plugins.kafka.handler;

import gossip.api.broker.Transactions;
import gossip.api.broker.Transactions.Filter;
import gossip.api.broker.Transactions.Listing;
import gossip.plugins.kafka.api.ApiHandler;
import gossip.plugins.kafka.api.Call;
import java.util.ArrayList;
import java.util.Set;
import org.apache.kafka.common.message.ListTransactionsRequestData;
import org.apache.kafka.common.message.ListTransactionsResponseData;
import org.apache.kafka.common.message.ListTransactionsResponseData.TransactionState;

/** Lists transactional ids (KIP-664, KIP-994, KIP-1152). */
final class ListTransactionsHandler implements ApiHandler<ListTransactionsRequestData> {
    private final Transactions transactions;

    ListTransactionsHandler(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public void handle(Call call, ListTransactionsRequestData request) {
        Filter filter = new Filter(
                Set.copyOf(request.stateFilters()),
                Set.copyOf(request.producerIdFilters()),
                request.durationFilter(),
                Texts.orEmpty(request.transactionalIdPattern()));
        call.replyWhen(transactions.list(call.context(), filter), ListTransactionsHandler::message);
    }

    private static ListTransactionsResponseData message(Listing listing) {
        ListTransactionsResponseData response = new ListTransactionsResponseData()
                .setErrorCode(listing.error().code())
                .setUnknownStateFilters(new ArrayList<>(listing.unknownStates()));
        listing.transactions()
                .forEach(each -> response.transactionStates()
                        .add(new TransactionState()
                                .setTransactionalId(each.transactionalId())
                                .setProducerId(each.producerId())
                                .setTransactionState(each.state())));
        return response;
    }
}
