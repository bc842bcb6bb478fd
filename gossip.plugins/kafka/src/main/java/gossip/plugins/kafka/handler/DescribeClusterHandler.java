package gossip.plugins.kafka.handler;

import gossip.api.ErrorCode;
import gossip.api.broker.Cluster;
import gossip.api.metadata.BrokerRegistration;
import gossip.api.security.Resource;
import gossip.plugins.kafka.api.ApiHandler;
import gossip.plugins.kafka.api.Call;
import org.apache.kafka.common.message.DescribeClusterRequestData;
import org.apache.kafka.common.message.DescribeClusterResponseData;
import org.apache.kafka.common.message.DescribeClusterResponseData.DescribeClusterBroker;

/** Tells who is in the cluster (KIP-700). */
final class DescribeClusterHandler implements ApiHandler<DescribeClusterRequestData> {
    private static final byte BROKERS = 1;
    private static final byte CONTROLLERS = 2;

    private final Cluster cluster;

    DescribeClusterHandler(Cluster cluster) {
        this.cluster = cluster;
    }

    @Override
    public void handle(Call call, DescribeClusterRequestData request) {
        DescribeClusterResponseData response = new DescribeClusterResponseData();
        if (request.endpointType() != BROKERS) {
            boolean known = request.endpointType() == CONTROLLERS;
            ErrorCode error = known ? ErrorCode.MISMATCHED_ENDPOINT_TYPE : ErrorCode.UNSUPPORTED_ENDPOINT_TYPE;
            call.reply(response.setErrorCode(error.code())
                    .setErrorMessage("this listener tells of brokers (1), not of type " + request.endpointType()));
            return;
        }
        response.setClusterId(TopicNames.toKafka(cluster.id()).toString())
                .setControllerId(cluster.controllerId().orElse(-1));
        for (BrokerRegistration broker : cluster.metadata().brokers().values()) {
            Endpoints.of(broker, call.context().listener())
                    .ifPresent(endpoint -> response.brokers()
                            .add(new DescribeClusterBroker()
                                    .setBrokerId(broker.id())
                                    .setHost(endpoint.host())
                                    .setPort(endpoint.port())));
        }
        if (request.includeClusterAuthorizedOperations()) {
            response.setClusterAuthorizedOperations(
                    new AuthorizedOperations(cluster).of(call.context(), Resource.CLUSTER));
        }
        call.reply(response);
    }
}
