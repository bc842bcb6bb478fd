package gossip.plugins.kafka.handler;

import gossip.api.broker.Broker;
import gossip.plugins.kafka.api.Api;
import gossip.plugins.kafka.api.ApiRegistry;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.ListOffsetsRequestData;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.protocol.ApiKeys;

/** The table of all APIs. */
public final class Handlers {
    private Handlers() {}

    /**
     * Makes the handlers of a broker.
     *
     * @param broker what requests are translated to
     * @param settings what they need to know
     * @return the registry
     */
    public static ApiRegistry of(Broker broker, HandlerSettings settings) {
        AtomicReference<ApiRegistry> registry = new AtomicReference<>();
        ApiRegistry all = new ApiRegistry(List.of(
                Api.of(ApiKeys.API_VERSIONS, ApiVersionsRequestData::new, new ApiVersionsHandler(registry::get)),
                Api.of(
                        ApiKeys.METADATA,
                        MetadataRequestData::new,
                        new MetadataHandler(broker.cluster(), broker.topics(), settings.autoCreateTopics())),
                Api.of(
                        ApiKeys.PRODUCE,
                        ProduceRequestData::new,
                        new ProduceHandler(broker.cluster(), broker.records())),
                Api.of(
                        ApiKeys.FETCH,
                        FetchRequestData::new,
                        new FetchHandler(broker.cluster(), broker.records(), settings.maxFetchBytes())),
                Api.of(ApiKeys.LIST_OFFSETS, ListOffsetsRequestData::new, new ListOffsetsHandler(broker.records()))));
        registry.set(all);
        return all;
    }
}
