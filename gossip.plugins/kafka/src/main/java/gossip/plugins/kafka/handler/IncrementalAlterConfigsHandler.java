package gossip.plugins.kafka.handler;

import gossip.api.broker.Configs;
import gossip.api.broker.Configs.Action;
import gossip.api.broker.Configs.Edit;
import gossip.plugins.kafka.api.ApiHandler;
import gossip.plugins.kafka.api.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData.AlterConfigsResource;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData.AlterableConfig;
import org.apache.kafka.common.message.IncrementalAlterConfigsResponseData;
import org.apache.kafka.common.message.IncrementalAlterConfigsResponseData.AlterConfigsResourceResponse;

/** Changes single settings (KIP-339). */
final class IncrementalAlterConfigsHandler implements ApiHandler<IncrementalAlterConfigsRequestData> {
    private final Configs configs;

    IncrementalAlterConfigsHandler(Configs configs) {
        this.configs = configs;
    }

    @Override
    public void handle(Call call, IncrementalAlterConfigsRequestData request) {
        ConfigEdits edits = new ConfigEdits(false);
        request.resources().forEach(resource -> add(edits, resource));
        call.replyWhen(configs.alter(call.context(), edits.alterations(), request.validateOnly()), altered -> {
            IncrementalAlterConfigsResponseData response = new IncrementalAlterConfigsResponseData();
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
            Optional<Action> action = action(config.configOperation());
            Optional<String> value = Optional.ofNullable(config.value());
            if (action.isEmpty()) {
                problem = "operation " + config.configOperation() + " does not exist";
            } else if (value.isEmpty() && action.get() != Action.DELETE) {
                problem = "setting '" + config.name() + "' has no value";
            } else {
                wanted.add(new Edit(
                        config.name(), action.get(), action.get() == Action.DELETE ? Optional.empty() : value));
            }
        }
        edits.add(resource.resourceType(), resource.resourceName(), wanted, problem);
    }

    private static Optional<Action> action(byte operation) {
        return switch (operation) {
            case 0 -> Optional.of(Action.SET);
            case 1 -> Optional.of(Action.DELETE);
            case 2 -> Optional.of(Action.APPEND);
            case 3 -> Optional.of(Action.SUBTRACT);
            default -> Optional.empty();
        };
    }
}
