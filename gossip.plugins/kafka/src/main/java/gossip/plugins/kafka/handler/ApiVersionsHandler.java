package gossip.plugins.kafka.handler;

import gossip.plugins.kafka.api.ApiHandler;
import gossip.plugins.kafka.api.ApiRegistry;
import gossip.plugins.kafka.api.Call;
import java.util.function.Supplier;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.ApiVersionsRequest;

/** Tells which APIs there are (KIP-35, KIP-511). */
final class ApiVersionsHandler implements ApiHandler<ApiVersionsRequestData> {
    private final Supplier<ApiRegistry> registry;

    /** The registry is asked for late, because it holds this handler. */
    ApiVersionsHandler(Supplier<ApiRegistry> registry) {
        this.registry = registry;
    }

    @Override
    public void handle(Call call, ApiVersionsRequestData request) {
        boolean valid = new ApiVersionsRequest(request, call.version()).isValid();
        ApiVersionsResponseData response = new ApiVersionsResponseData();
        call.reply(
                valid
                        ? response.setApiKeys(registry.get().versions())
                        : response.setErrorCode(Errors.INVALID_REQUEST.code()));
    }
}
