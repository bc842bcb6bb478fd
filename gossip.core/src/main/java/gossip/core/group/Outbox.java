package gossip.core.group;

import gossip.api.ErrorCode;
import gossip.api.broker.Groups;
import gossip.core.group.GroupEffect.Answer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The answers that one event leads to. Belongs to one {@link ClassicMachine}. */
final class Outbox {
    private List<GroupEffect> effects = new ArrayList<>();

    static Groups.Joined failedJoin(ErrorCode error, String memberId) {
        return new Groups.Joined(error, memberId, -1, "", "", "", false, List.of());
    }

    static Groups.Synced failedSync(ErrorCode error) {
        return new Groups.Synced(error, "", "", ClassicMember.NOTHING);
    }

    /** Empties the box. */
    List<GroupEffect> take() {
        List<GroupEffect> taken = effects;
        effects = new ArrayList<>();
        return taken;
    }

    void put(GroupEffect effect) {
        effects.add(effect);
    }

    void keep(Map<String, Optional<ByteBuffer>> entries) {
        if (!entries.isEmpty()) {
            put(new GroupEffect.Keep(entries));
        }
    }

    <R> void answer(CompletableFuture<R> reply, R result) {
        put(new Answer<>(reply, result));
    }

    void refuse(GroupEvent.Join event, ErrorCode error, String memberId) {
        answer(event.reply(), failedJoin(error, memberId));
    }

    /** Answers the join that a member waits for, if it does. */
    void answerJoin(ClassicMember member, Groups.Joined result) {
        member.joining.ifPresent(reply -> answer(reply, result));
        member.joining = Optional.empty();
    }

    /** Answers the sync that a member waits for, if it does. */
    void answerSync(ClassicMember member, Groups.Synced result) {
        member.syncing.ifPresent(reply -> answer(reply, result));
        member.syncing = Optional.empty();
    }
}
