package gossip.plugins.kafka.handler;

import gossip.api.broker.Administration;
import gossip.api.broker.Administration.Feature;
import gossip.api.broker.Cluster;
import gossip.plugins.kafka.api.ApiHandler;
import gossip.plugins.kafka.api.ApiRegistry;
import gossip.plugins.kafka.api.Call;
import java.util.function.Supplier;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.message.ApiVersionsResponseData.FinalizedFeatureKey;
import org.apache.kafka.common.message.ApiVersionsResponseData.SupportedFeatureKey;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.ApiVersionsRequest;

/** Tells which APIs there are (KIP-35, KIP-511), if the client has reached whom it meant to (KIP-1242). */
final class ApiVersionsHandler implements ApiHandler<ApiVersionsRequestData> {
    private final Cluster cluster;
    private final Administration administration;
    private final Supplier<ApiRegistry> registry;

    /** The registry is asked for late, because it holds this handler. */
    ApiVersionsHandler(Cluster cluster, Administration administration, Supplier<ApiRegistry> registry) {
        this.cluster = cluster;
        this.administration = administration;
        this.registry = registry;
    }

    @Override
    public void handle(Call call, ApiVersionsRequestData request) {
        ApiVersionsResponseData response = new ApiVersionsResponseData();
        if (!new ApiVersionsRequest(request, call.version()).isValid()) {
            call.reply(response.setErrorCode(Errors.INVALID_REQUEST.code()));
        } else if (isMisrouted(request)) {
            call.reply(response.setErrorCode(Errors.REBOOTSTRAP_REQUIRED.code()));
        } else {
            call.softwareIs(request.clientSoftwareName(), request.clientSoftwareVersion());
            call.reply(withFeatures(response.setApiKeys(registry.get().versions())));
        }
    }

    private ApiVersionsResponseData withFeatures(ApiVersionsResponseData response) {
        for (Feature feature : administration.features()) {
            response.supportedFeatures()
                    .add(new SupportedFeatureKey()
                            .setName(feature.name())
                            .setMinVersion(feature.level())
                            .setMaxVersion(feature.level()));
            response.finalizedFeatures()
                    .add(new FinalizedFeatureKey()
                            .setName(feature.name())
                            .setMinVersionLevel(feature.level())
                            .setMaxVersionLevel(feature.level()));
        }
        return response.setFinalizedFeaturesEpoch(0);
    }

    private boolean isMisrouted(ApiVersionsRequestData request) {
        return request.clusterId() != null
                && (request.nodeId() != cluster.brokerId()
                        || !request.clusterId()
                                .equals(TopicNames.toKafka(cluster.id()).toString()));
    }
}
