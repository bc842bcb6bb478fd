package gossip.plugins.kafka.handler;

import gossip.api.broker.Cluster;
import gossip.api.broker.Records;
import gossip.plugins.kafka.api.ApiHandler;
import gossip.plugins.kafka.api.Call;
import org.apache.kafka.common.message.ProduceRequestData;

/** Appends records. */
final class ProduceHandler implements ApiHandler<ProduceRequestData> {
    private final Cluster cluster;
    private final Records records;

    ProduceHandler(Cluster cluster, Records records) {
        this.cluster = cluster;
        this.records = records;
    }

    @Override
    public void handle(Call call, ProduceRequestData request) {
        new ProduceExchange(cluster, records, call, request).start();
    }
}
