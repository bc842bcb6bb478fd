package gossip.plugins.kafka.handler;

import gossip.api.ErrorCode;
import gossip.api.broker.Groups;
import gossip.plugins.kafka.api.ApiHandler;
import gossip.plugins.kafka.api.Call;
import org.apache.kafka.common.message.DeleteGroupsRequestData;
import org.apache.kafka.common.message.DeleteGroupsResponseData;
import org.apache.kafka.common.message.DeleteGroupsResponseData.DeletableGroupResult;

/** Deletes groups without members. */
final class DeleteGroupsHandler implements ApiHandler<DeleteGroupsRequestData> {
    private final Groups groups;

    DeleteGroupsHandler(Groups groups) {
        this.groups = groups;
    }

    @Override
    public void handle(Call call, DeleteGroupsRequestData request) {
        call.replyWhen(groups.delete(call.context(), request.groupsNames()), outcomes -> {
            DeleteGroupsResponseData response = new DeleteGroupsResponseData();
            for (String group : request.groupsNames()) {
                ErrorCode error = outcomes.getOrDefault(group, ErrorCode.GROUP_ID_NOT_FOUND);
                response.results()
                        .add(new DeletableGroupResult().setGroupId(group).setErrorCode(error.code()));
            }
            return response;
        });
    }
}
