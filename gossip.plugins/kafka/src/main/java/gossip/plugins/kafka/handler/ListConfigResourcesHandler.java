package gossip.plugins.kafka.handler;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.broker.Configs;
import gossip.api.metadata.ConfigResource;
import gossip.plugins.kafka.api.ApiHandler;
import gossip.plugins.kafka.api.Call;
import java.util.EnumSet;
import java.util.Set;
import org.apache.kafka.common.message.ListConfigResourcesRequestData;
import org.apache.kafka.common.message.ListConfigResourcesResponseData;

/** Lists what has settings (KIP-1142); version 0 lists subscriptions to client metrics only (KIP-1000). */
final class ListConfigResourcesHandler implements ApiHandler<ListConfigResourcesRequestData> {
    private final Configs configs;

    ListConfigResourcesHandler(Configs configs) {
        this.configs = configs;
    }

    @Override
    public void handle(Call call, ListConfigResourcesRequestData request) {
        Set<ConfigResource.Type> types = EnumSet.noneOf(ConfigResource.Type.class);
        for (byte type : request.resourceTypes()) {
            types.add(ConfigCodes.type(type)
                    .orElseThrow(() ->
                            new BrokerException(ErrorCode.UNSUPPORTED_VERSION, ConfigCodes.unknownResource(type))));
        }
        if (call.version() == 0) {
            types = EnumSet.of(ConfigResource.Type.CLIENT_METRICS);
        }
        ListConfigResourcesResponseData response = new ListConfigResourcesResponseData();
        for (ConfigResource resource : configs.list(call.context(), types)) {
            response.configResources()
                    .add(new ListConfigResourcesResponseData.ConfigResource()
                            .setResourceType(ConfigCodes.of(resource.type()))
                            .setResourceName(resource.name()));
        }
        call.reply(response);
    }
}
