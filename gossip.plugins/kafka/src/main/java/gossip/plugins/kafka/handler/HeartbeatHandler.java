package gossip.plugins.kafka.handler;

import gossip.api.broker.Groups;
import gossip.api.broker.Groups.Member;
import gossip.plugins.kafka.api.ApiHandler;
import gossip.plugins.kafka.api.Call;
import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.message.HeartbeatResponseData;

/** Keeps members in their group. */
final class HeartbeatHandler implements ApiHandler<HeartbeatRequestData> {
    private final Groups groups;

    HeartbeatHandler(Groups groups) {
        this.groups = groups;
    }

    @Override
    public void handle(Call call, HeartbeatRequestData request) {
        Member member = new Member(
                request.groupId(),
                request.memberId(),
                Texts.optional(request.groupInstanceId()),
                request.generationId());
        call.replyWhen(
                groups.heartbeat(call.context(), member),
                error -> new HeartbeatResponseData().setErrorCode(error.code()));
    }
}
