package gossip.plugins.kafka.handler;

import gossip.api.broker.Groups;
import gossip.api.broker.Groups.Join;
import gossip.api.broker.Groups.Joined;
import gossip.api.broker.Groups.JoinedMember;
import gossip.api.broker.Groups.Protocol;
import gossip.plugins.kafka.api.ApiHandler;
import gossip.plugins.kafka.api.Call;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.JoinGroupRequestData.JoinGroupRequestProtocol;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.message.JoinGroupResponseData.JoinGroupResponseMember;

/** Lets members join a group. */
final class JoinGroupHandler implements ApiHandler<JoinGroupRequestData> {
    private static final short FIRST_VERSION_WITH_REBALANCE_TIMEOUT = 1;
    private static final short FIRST_VERSION_WITH_REQUIRED_MEMBER_ID = 4;
    private static final short FIRST_VERSION_WITHOUT_PROTOCOL_NAME = 7;
    private static final short FIRST_VERSION_WITH_SKIPPED_ASSIGNMENT = 9;

    private final Groups groups;

    JoinGroupHandler(Groups groups) {
        this.groups = groups;
    }

    @Override
    public void handle(Call call, JoinGroupRequestData request) {
        CompletionStage<Joined> joining = groups.join(call.context(), translate(call, request));
        call.whenAbandoned(() -> groups.abandoned(request.groupId(), joining));
        call.replyWhen(joining, joined -> answer(call, joined));
    }

    private static Join translate(Call call, JoinGroupRequestData request) {
        List<Protocol> protocols = new ArrayList<>();
        for (JoinGroupRequestProtocol protocol : request.protocols()) {
            protocols.add(new Protocol(protocol.name(), ByteBuffer.wrap(protocol.metadata())));
        }
        return new Join(
                request.groupId(),
                request.memberId(),
                Texts.optional(request.groupInstanceId()),
                call.version() >= FIRST_VERSION_WITH_REQUIRED_MEMBER_ID && request.groupInstanceId() == null,
                request.protocolType(),
                protocols,
                request.sessionTimeoutMs(),
                call.version() >= FIRST_VERSION_WITH_REBALANCE_TIMEOUT
                        ? request.rebalanceTimeoutMs()
                        : request.sessionTimeoutMs(),
                Texts.orEmpty(request.reason()));
    }

    private static JoinGroupResponseData answer(Call call, Joined joined) {
        boolean skips = joined.skipAssignment();
        boolean canSay = call.version() >= FIRST_VERSION_WITH_SKIPPED_ASSIGNMENT;
        boolean nullable = call.version() >= FIRST_VERSION_WITHOUT_PROTOCOL_NAME;
        JoinGroupResponseData response = new JoinGroupResponseData()
                .setErrorCode(joined.error().code())
                .setGenerationId(joined.generationId())
                .setProtocolType(Texts.orNull(joined.protocolType()))
                .setProtocolName(nullable ? Texts.orNull(joined.protocolName()) : joined.protocolName())
                .setLeader(joined.leaderId())
                .setSkipAssignment(skips && canSay)
                .setMemberId(joined.memberId());
        if (skips && !canSay) {
            // a client that is not named as the leader does not assign
            return response.setLeader("");
        }
        for (JoinedMember member : joined.members()) {
            response.members()
                    .add(new JoinGroupResponseMember()
                            .setMemberId(member.memberId())
                            .setGroupInstanceId(member.instanceId().orElse(null))
                            .setMetadata(Texts.array(member.metadata())));
        }
        return response;
    }
}
