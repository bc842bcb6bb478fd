package gossip.core.message;

import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.broker.Groups.Member;
import gossip.api.broker.RequestContext;
import gossip.api.group.GroupStore.Committed;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntSupplier;

/** Commits offsets for a member, in order. Within the member's mailbox. */
final class Commits {
    private static final int ATTEMPTS = 20;
    private static final int RETRY_MS = 50;

    private final MemberParts parts;
    private final RequestContext context;
    private final String group;
    private final String memberId;
    private final Optional<String> instanceId;
    private final IntSupplier epoch;
    /** The last commit; one that is tried again must not undo the next. */
    private CompletableFuture<Map<TopicPartition, ErrorCode>> last = CompletableFuture.completedFuture(Map.of());

    Commits(MemberParts parts, RequestContext context, Beats beats, IntSupplier epoch) {
        this.parts = parts;
        this.context = context;
        this.group = beats.join().group();
        this.memberId = beats.memberId();
        this.instanceId = beats.join().instanceId();
        this.epoch = epoch;
    }

    /** The member as its group knows it at present. */
    Member member() {
        return new Member(group, memberId, instanceId, epoch.getAsInt());
    }

    CompletableFuture<Map<TopicPartition, ErrorCode>> commit(Map<TopicPartition, Long> offsets) {
        if (offsets.isEmpty()) {
            return CompletableFuture.completedFuture(Map.of());
        }
        Map<TopicPartition, Committed> committed = new HashMap<>();
        offsets.forEach((partition, offset) -> committed.put(partition, new Committed(offset, -1, "", -1)));
        CompletableFuture<Map<TopicPartition, ErrorCode>> done = new CompletableFuture<>();
        last.whenComplete((outcomes, failure) -> attempt(committed, ATTEMPTS, done));
        last = done;
        return done;
    }

    /** The group may have gone to the next epoch, or be read back; the member learns of it with its next beat. */
    private void attempt(
            Map<TopicPartition, Committed> offsets,
            int attemptsLeft,
            CompletableFuture<Map<TopicPartition, ErrorCode>> done) {
        parts.groups().commit(context, member(), offsets).whenComplete((outcomes, failure) -> {
            if (failure != null) {
                done.complete(all(offsets, Failures.code(failure)));
            } else if (attemptsLeft > 1 && outcomes.values().stream().anyMatch(Commits::isPassing)) {
                parts.timer().answerAfter(RETRY_MS, () -> attempt(offsets, attemptsLeft - 1, done));
            } else {
                done.complete(outcomes);
            }
        });
    }

    private static boolean isPassing(ErrorCode outcome) {
        return outcome == ErrorCode.STALE_MEMBER_EPOCH || Beats.isPassing(outcome);
    }

    private static Map<TopicPartition, ErrorCode> all(Map<TopicPartition, Committed> offsets, ErrorCode outcome) {
        Map<TopicPartition, ErrorCode> outcomes = new HashMap<>();
        offsets.keySet().forEach(partition -> outcomes.put(partition, outcome));
        return outcomes;
    }
}
