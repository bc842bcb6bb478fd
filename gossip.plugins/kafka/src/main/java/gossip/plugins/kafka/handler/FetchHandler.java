package gossip.plugins.kafka.handler;

import gossip.api.ErrorCode;
import gossip.api.broker.Cluster;
import gossip.api.broker.Quotas;
import gossip.api.broker.Records;
import gossip.plugins.kafka.api.ApiHandler;
import gossip.plugins.kafka.api.Call;
import gossip.plugins.kafka.session.FetchScope;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchResponseData;

/** Reads records. */
final class FetchHandler implements ApiHandler<FetchRequestData> {
    private final Cluster cluster;
    private final Records records;
    private final Quotas quotas;
    private final int maxResponseBytes;

    FetchHandler(Cluster cluster, Records records, Quotas quotas, int maxResponseBytes) {
        this.cluster = cluster;
        this.records = records;
        this.quotas = quotas;
        this.maxResponseBytes = maxResponseBytes;
    }

    @Override
    public void handle(Call call, FetchRequestData request) {
        int maxBytes = maxResponseBytes;
        if (quotas.isLimited(Quotas.Use.FETCH)) {
            Quotas.Allowance allowance = quotas.allowance(call.context(), Quotas.Use.FETCH);
            if (allowance.delayMs() > 0) {
                postpone(call, request, allowance.delayMs());
                return;
            }
            maxBytes = (int) Math.min(maxBytes, allowance.burst());
        }
        fetch(call, request, maxBytes);
    }

    /** Answers without records and says when to come again; a new session is begun by a request that is served (KIP-219). */
    private static void postpone(Call call, FetchRequestData request, long delayMs) {
        call.delayNext(delayMs);
        FetchResponseData response = new FetchResponseData();
        if (request.sessionEpoch() > 0) {
            FetchScope scope = call.fetchSession().open(request, call.version());
            response.setErrorCode(scope.error().code()).setSessionId(scope.sessionId());
        }
        call.reply(response);
    }

    private void fetch(Call call, FetchRequestData request, int maxBytes) {
        FetchScope scope = call.fetchSession().open(request, call.version());
        if (scope.error() == ErrorCode.NONE) {
            new FetchExchange(cluster, records, call, request, scope).start(maxBytes);
        } else {
            call.reply(new FetchResponseData().setErrorCode(scope.error().code()));
        }
    }
}
