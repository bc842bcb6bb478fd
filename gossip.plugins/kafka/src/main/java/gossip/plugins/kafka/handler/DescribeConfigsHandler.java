package gossip.plugins.kafka.handler;

import gossip.api.ErrorCode;
import gossip.api.broker.Configs;
import gossip.api.broker.Configs.Described;
import gossip.api.broker.Configs.Entry;
import gossip.api.broker.Configs.Synonym;
import gossip.api.metadata.ConfigResource;
import gossip.plugins.kafka.api.ApiHandler;
import gossip.plugins.kafka.api.Call;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.message.DescribeConfigsRequestData;
import org.apache.kafka.common.message.DescribeConfigsRequestData.DescribeConfigsResource;
import org.apache.kafka.common.message.DescribeConfigsResponseData;
import org.apache.kafka.common.message.DescribeConfigsResponseData.DescribeConfigsResourceResult;
import org.apache.kafka.common.message.DescribeConfigsResponseData.DescribeConfigsResult;
import org.apache.kafka.common.message.DescribeConfigsResponseData.DescribeConfigsSynonym;

/** Tells settings. */
final class DescribeConfigsHandler implements ApiHandler<DescribeConfigsRequestData> {
    private final Configs configs;

    DescribeConfigsHandler(Configs configs) {
        this.configs = configs;
    }

    @Override
    public void handle(Call call, DescribeConfigsRequestData request) {
        DescribeConfigsResponseData response = new DescribeConfigsResponseData();
        for (DescribeConfigsResource wanted : request.resources()) {
            response.results().add(describe(call, request, wanted));
        }
        call.reply(response);
    }

    private DescribeConfigsResult describe(
            Call call, DescribeConfigsRequestData request, DescribeConfigsResource wanted) {
        DescribeConfigsResult result = new DescribeConfigsResult()
                .setResourceType(wanted.resourceType())
                .setResourceName(wanted.resourceName());
        Optional<ConfigResource> resource = ConfigCodes.resource(wanted.resourceType(), wanted.resourceName());
        if (resource.isEmpty()) {
            return result.setErrorCode(ErrorCode.INVALID_REQUEST.code())
                    .setErrorMessage(ConfigCodes.unknownResource(wanted.resourceType()));
        }
        Described described =
                configs.describe(call.context(), List.of(resource.get())).getFirst();
        List<String> keys = wanted.configurationKeys();
        for (Entry entry : described.entries()) {
            if (keys == null || keys.isEmpty() || keys.contains(entry.name())) {
                result.configs().add(entry(request, entry));
            }
        }
        return result.setErrorCode(described.error().code()).setErrorMessage(Texts.orNull(described.message()));
    }

    private static DescribeConfigsResourceResult entry(DescribeConfigsRequestData request, Entry entry) {
        DescribeConfigsResourceResult result = new DescribeConfigsResourceResult()
                .setName(entry.name())
                .setValue(entry.value().orElse(null))
                .setReadOnly(entry.readOnly())
                .setConfigSource(ConfigCodes.of(entry.source()))
                .setIsSensitive(entry.sensitive())
                .setConfigType(ConfigCodes.of(entry.type()))
                .setDocumentation(request.includeDocumentation() ? entry.doc() : null);
        if (request.includeSynonyms()) {
            for (Synonym synonym : entry.synonyms()) {
                result.synonyms()
                        .add(new DescribeConfigsSynonym()
                                .setName(synonym.name())
                                .setValue(synonym.value().orElse(null))
                                .setSource(ConfigCodes.of(synonym.source())));
            }
        }
        return result;
    }
}
