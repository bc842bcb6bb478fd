package gossip.plugins.kafka.handler;

import gossip.api.broker.Groups;
import gossip.api.broker.Groups.Member;
import gossip.api.broker.Groups.Sync;
import gossip.api.broker.Groups.Synced;
import gossip.plugins.kafka.api.ApiHandler;
import gossip.plugins.kafka.api.Call;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.message.SyncGroupRequestData;
import org.apache.kafka.common.message.SyncGroupRequestData.SyncGroupRequestAssignment;
import org.apache.kafka.common.message.SyncGroupResponseData;

/** Brings assignments from the leader of a group to its members. */
final class SyncGroupHandler implements ApiHandler<SyncGroupRequestData> {
    private final Groups groups;

    SyncGroupHandler(Groups groups) {
        this.groups = groups;
    }

    @Override
    public void handle(Call call, SyncGroupRequestData request) {
        Map<String, ByteBuffer> assignments = new HashMap<>();
        for (SyncGroupRequestAssignment assignment : request.assignments()) {
            assignments.put(assignment.memberId(), ByteBuffer.wrap(assignment.assignment()));
        }
        Sync sync = new Sync(
                new Member(
                        request.groupId(),
                        request.memberId(),
                        Texts.optional(request.groupInstanceId()),
                        request.generationId()),
                Texts.optional(request.protocolType()),
                Texts.optional(request.protocolName()),
                assignments);
        CompletionStage<Synced> syncing = groups.sync(call.context(), sync);
        call.whenAbandoned(() -> groups.abandoned(request.groupId(), syncing));
        call.replyWhen(
                syncing,
                synced -> new SyncGroupResponseData()
                        .setErrorCode(synced.error().code())
                        .setProtocolType(Texts.orNull(synced.protocolType()))
                        .setProtocolName(Texts.orNull(synced.protocolName()))
                        .setAssignment(Texts.array(synced.assignment())));
    }
}
