package gossip.plugins.kafka.handler;

import gossip.api.broker.Groups;
import gossip.api.broker.Groups.Listed;
import gossip.plugins.kafka.api.ApiHandler;
import gossip.plugins.kafka.api.Call;
import java.util.List;
import org.apache.kafka.common.message.ListGroupsRequestData;
import org.apache.kafka.common.message.ListGroupsResponseData;
import org.apache.kafka.common.message.ListGroupsResponseData.ListedGroup;

/** Lists groups. */
final class ListGroupsHandler implements ApiHandler<ListGroupsRequestData> {
    private final Groups groups;

    ListGroupsHandler(Groups groups) {
        this.groups = groups;
    }

    @Override
    public void handle(Call call, ListGroupsRequestData request) {
        call.replyWhen(groups.list(call.context()), all -> answer(request, all));
    }

    private static ListGroupsResponseData answer(ListGroupsRequestData request, List<Listed> all) {
        ListGroupsResponseData response = new ListGroupsResponseData();
        for (Listed group : all) {
            if (passes(request.statesFilter(), group.state()) && passes(request.typesFilter(), group.type())) {
                response.groups()
                        .add(new ListedGroup()
                                .setGroupId(group.group())
                                .setProtocolType(group.protocolType())
                                .setGroupState(group.state())
                                .setGroupType(group.type()));
            }
        }
        return response;
    }

    private static boolean passes(List<String> filter, String value) {
        return filter.isEmpty() || filter.stream().anyMatch(value::equalsIgnoreCase);
    }
}
