package gossip.plugins.kafka.handler;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.broker.Quotas;
import gossip.api.broker.Quotas.Component;
import gossip.api.broker.Quotas.Described;
import gossip.api.broker.Quotas.Filter;
import gossip.api.broker.Quotas.Match;
import gossip.api.metadata.QuotaEntity;
import gossip.plugins.kafka.api.ApiHandler;
import gossip.plugins.kafka.api.Call;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.message.DescribeClientQuotasRequestData;
import org.apache.kafka.common.message.DescribeClientQuotasRequestData.ComponentData;
import org.apache.kafka.common.message.DescribeClientQuotasResponseData;
import org.apache.kafka.common.message.DescribeClientQuotasResponseData.EntityData;
import org.apache.kafka.common.message.DescribeClientQuotasResponseData.EntryData;
import org.apache.kafka.common.message.DescribeClientQuotasResponseData.ValueData;
import org.apache.kafka.common.requests.DescribeClientQuotasRequest;

/** Tells quotas (KIP-546). */
final class DescribeClientQuotasHandler implements ApiHandler<DescribeClientQuotasRequestData> {
    private final Quotas quotas;

    DescribeClientQuotasHandler(Quotas quotas) {
        this.quotas = quotas;
    }

    @Override
    public void handle(Call call, DescribeClientQuotasRequestData request) {
        List<Component> components = new ArrayList<>();
        request.components().forEach(component -> components.add(translate(component)));
        DescribeClientQuotasResponseData response =
                new DescribeClientQuotasResponseData().setEntries(new ArrayList<>());
        for (Described described : quotas.describe(call.context(), new Filter(components, request.strict()))) {
            response.entries().add(entry(described));
        }
        call.reply(response);
    }

    private static Component translate(ComponentData component) {
        if (component.entityType().isEmpty()) {
            throw invalid("the type of an entity must not be empty");
        }
        QuotaEntity.Type type = QuotaTypes.find(component.entityType())
                .orElseThrow(() -> new BrokerException(
                        ErrorCode.UNSUPPORTED_VERSION,
                        "there is no quota for the type '" + component.entityType() + "'"));
        String name = component.match();
        Match match = switch (component.matchType()) {
            case DescribeClientQuotasRequest.MATCH_TYPE_EXACT -> Match.EXACT;
            case DescribeClientQuotasRequest.MATCH_TYPE_DEFAULT -> Match.DEFAULT;
            case DescribeClientQuotasRequest.MATCH_TYPE_SPECIFIED -> Match.ANY;
            default -> throw invalid("match type " + component.matchType() + " does not exist");
        };
        if ((match == Match.EXACT) != (name != null)) {
            throw invalid("match type " + match + (name == null ? " needs a name" : " has no name"));
        }
        return new Component(type, match, Texts.orEmpty(name));
    }

    private static EntryData entry(Described described) {
        EntryData entry = new EntryData();
        described
                .entity()
                .names()
                .forEach((type, name) -> entry.entity()
                        .add(new EntityData().setEntityType(QuotaTypes.of(type)).setEntityName(name.orElse(null))));
        described
                .limits()
                .forEach((key, value) ->
                        entry.values().add(new ValueData().setKey(key).setValue(value)));
        return entry;
    }

    private static BrokerException invalid(String message) {
        return new BrokerException(ErrorCode.INVALID_REQUEST, message);
    }
}
