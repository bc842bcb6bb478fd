package gossip.plugins.kafka.handler;

import gossip.api.broker.Configs;
import gossip.api.broker.Configs.Action;
import gossip.api.broker.Configs.Edit;
import gossip.plugins.kafka.api.ApiHandler;
import gossip.plugins.kafka.api.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.message.AlterConfigsRequestData;
import org.apache.kafka.common.message.AlterConfigsRequestData.AlterConfigsResource;
import org.apache.kafka.common.message.AlterConfigsRequestData.AlterableConfig;
import org.apache.kafka.common.message.AlterConfigsResponseData;
import org.apache.kafka.common.message.AlterConfigsResponseData.AlterConfigsResourceResponse;

/** Replaces all settings of a resource, as old clients do. */
final class AlterConfigsHandler implements ApiHandler<AlterConfigsRequestData> {
    private final Configs configs;

    AlterConfigsHandler(Configs configs) {
        this.configs = configs;
    }

    @Override
    public void handle(Call call, AlterConfigsRequestData request) {
        ConfigEdits edits = new ConfigEdits(true);
        request.resources().forEach(resource -> add(edits, resource));
        call.replyWhen(configs.alter(call.context(), edits.alterations(), request.validateOnly()), altered -> {
            AlterConfigsResponseData response = new AlterConfigsResponseData();
            edits.forEach(
                    altered,
                    (type, name, error, message) -> response.responses()
                            .add(new AlterConfigsResourceResponse()
                                    .setResourceType(type)
                                    .setResourceName(name)
                                    .setErrorCode(error.code())
                                    .setErrorMessage(Texts.orNull(message))));
            return response;
        });
    }

    private static void add(ConfigEdits edits, AlterConfigsResource resource) {
        List<Edit> wanted = new ArrayList<>();
        String problem = "";
        for (AlterableConfig config : resource.configs()) {
            if (config.value() == null) {
                problem = "setting '" + config.name() + "' has no value";
            }
            wanted.add(new Edit(config.name(), Action.SET, Optional.ofNullable(config.value())));
        }
        edits.add(resource.resourceType(), resource.resourceName(), wanted, problem);
    }
}
