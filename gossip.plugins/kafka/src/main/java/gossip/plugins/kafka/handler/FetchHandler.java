package gossip.plugins.kafka.handler;

import gossip.api.ErrorCode;
import gossip.api.broker.Cluster;
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
    private final int maxResponseBytes;

    FetchHandler(Cluster cluster, Records records, int maxResponseBytes) {
        this.cluster = cluster;
        this.records = records;
        this.maxResponseBytes = maxResponseBytes;
    }

    @Override
    public void handle(Call call, FetchRequestData request) {
        FetchScope scope = call.fetchSession().open(request, call.version());
        if (scope.error() == ErrorCode.NONE) {
            new FetchExchange(cluster, records, call, request, scope).start(maxResponseBytes);
        } else {
            call.reply(new FetchResponseData().setErrorCode(scope.error().code()));
        }
    }
}
