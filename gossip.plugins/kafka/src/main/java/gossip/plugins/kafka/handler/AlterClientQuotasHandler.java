package gossip.plugins.kafka.handler;

import gossip.api.ErrorCode;
import gossip.api.broker.Quotas;
import gossip.api.broker.Quotas.Alteration;
import gossip.api.broker.Quotas.Altered;
import gossip.api.broker.Quotas.Edit;
import gossip.api.metadata.QuotaEntity;
import gossip.plugins.kafka.api.ApiHandler;
import gossip.plugins.kafka.api.Call;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.message.AlterClientQuotasRequestData;
import org.apache.kafka.common.message.AlterClientQuotasRequestData.EntityData;
import org.apache.kafka.common.message.AlterClientQuotasRequestData.EntryData;
import org.apache.kafka.common.message.AlterClientQuotasResponseData;

/** Changes quotas (KIP-546). */
final class AlterClientQuotasHandler implements ApiHandler<AlterClientQuotasRequestData> {
    private final Quotas quotas;

    AlterClientQuotasHandler(Quotas quotas) {
        this.quotas = quotas;
    }

    @Override
    public void handle(Call call, AlterClientQuotasRequestData request) {
        List<String> problems = new ArrayList<>();
        List<Alteration> alterations = new ArrayList<>();
        for (EntryData entry : request.entries()) {
            Map<QuotaEntity.Type, Optional<String>> names = new EnumMap<>(QuotaEntity.Type.class);
            String problem = read(entry, names);
            problems.add(problem);
            if (problem.isEmpty()) {
                alterations.add(new Alteration(new QuotaEntity(names), edits(entry)));
            }
        }
        call.replyWhen(
                quotas.alter(call.context(), alterations, request.validateOnly()),
                altered -> answer(request, problems, altered));
    }

    private static String read(EntryData entry, Map<QuotaEntity.Type, Optional<String>> names) {
        for (EntityData part : entry.entity()) {
            Optional<QuotaEntity.Type> type = QuotaTypes.find(part.entityType());
            if (type.isEmpty()) {
                return "there is no quota for the type '" + part.entityType() + "'";
            }
            if (names.put(type.get(), Optional.ofNullable(part.entityName())) != null) {
                return "the type '" + part.entityType() + "' stands twice in an entity";
            }
        }
        return names.isEmpty() ? "a quota is for somebody" : "";
    }

    private static List<Edit> edits(EntryData entry) {
        return entry.ops().stream()
                .map(op -> new Edit(op.key(), op.remove() ? Optional.empty() : Optional.of(op.value())))
                .toList();
    }

    private static AlterClientQuotasResponseData answer(
            AlterClientQuotasRequestData request, List<String> problems, List<Altered> altered) {
        AlterClientQuotasResponseData response = new AlterClientQuotasResponseData();
        int next = 0;
        for (int i = 0; i < problems.size(); i++) {
            boolean isSound = problems.get(i).isEmpty();
            ErrorCode error = isSound ? altered.get(next).error() : ErrorCode.INVALID_REQUEST;
            String message = isSound ? altered.get(next++).message() : problems.get(i);
            response.entries().add(answer(request.entries().get(i), error, message));
        }
        return response;
    }

    private static AlterClientQuotasResponseData.EntryData answer(EntryData entry, ErrorCode error, String message) {
        AlterClientQuotasResponseData.EntryData answer = new AlterClientQuotasResponseData.EntryData()
                .setErrorCode(error.code())
                .setErrorMessage(Texts.orNull(message));
        for (EntityData part : entry.entity()) {
            answer.entity()
                    .add(new AlterClientQuotasResponseData.EntityData()
                            .setEntityType(part.entityType())
                            .setEntityName(part.entityName()));
        }
        return answer;
    }
}
