package gossip.plugins.kafka.handler;

import gossip.api.ErrorCode;
import gossip.api.broker.Groups;
import gossip.api.broker.Groups.Leaving;
import gossip.api.broker.Groups.Left;
import gossip.plugins.kafka.api.ApiHandler;
import gossip.plugins.kafka.api.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.message.LeaveGroupRequestData;
import org.apache.kafka.common.message.LeaveGroupRequestData.MemberIdentity;
import org.apache.kafka.common.message.LeaveGroupResponseData;
import org.apache.kafka.common.message.LeaveGroupResponseData.MemberResponse;

/** Takes members out of a group. */
final class LeaveGroupHandler implements ApiHandler<LeaveGroupRequestData> {
    private static final short FIRST_VERSION_WITH_BATCHES = 3;

    private final Groups groups;

    LeaveGroupHandler(Groups groups) {
        this.groups = groups;
    }

    @Override
    public void handle(Call call, LeaveGroupRequestData request) {
        boolean batched = call.version() >= FIRST_VERSION_WITH_BATCHES;
        List<Leaving> leaving =
                batched ? members(request) : List.of(new Leaving(request.memberId(), Optional.empty(), ""));
        call.replyWhen(
                groups.leave(call.context(), request.groupId(), leaving),
                left -> batched ? answer(leaving, left) : single(left));
    }

    private static List<Leaving> members(LeaveGroupRequestData request) {
        List<Leaving> leaving = new ArrayList<>();
        for (MemberIdentity member : request.members()) {
            leaving.add(new Leaving(
                    member.memberId(), Texts.optional(member.groupInstanceId()), Texts.orEmpty(member.reason())));
        }
        return leaving;
    }

    private static LeaveGroupResponseData answer(List<Leaving> leaving, Left left) {
        LeaveGroupResponseData response =
                new LeaveGroupResponseData().setErrorCode(left.error().code());
        for (int i = 0; i < left.outcomes().size(); i++) {
            Leaving member = leaving.get(i);
            response.members()
                    .add(new MemberResponse()
                            .setMemberId(member.memberId())
                            .setGroupInstanceId(member.instanceId().orElse(null))
                            .setErrorCode(left.outcomes().get(i).code()));
        }
        return response;
    }

    private static LeaveGroupResponseData single(Left left) {
        ErrorCode error = left.error() == ErrorCode.NONE ? left.outcomes().getFirst() : left.error();
        return new LeaveGroupResponseData().setErrorCode(error.code());
    }
}
