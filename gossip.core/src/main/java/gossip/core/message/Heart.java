package gossip.core.message;

import gossip.api.ErrorCode;
import gossip.api.PartitionId;
import gossip.api.TopicPartition;
import gossip.api.broker.ConsumerGroups.Beat;
import gossip.api.broker.ConsumerGroups.Beaten;
import gossip.api.broker.RequestContext;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Beats for a member for as long as it is in its group, and joins anew when it was fenced. Within the member's mailbox. */
final class Heart {
    private static final int RETRY_MS = 250;

    private final MemberParts parts;
    private final RequestContext context;
    private final Mailbox mailbox;
    private final Body body;
    private Beats beats;
    private volatile int epoch;
    private int intervalMs = RETRY_MS;
    private boolean joining;
    private boolean tells;
    private boolean beating;
    private boolean again;
    private boolean stopped;
    private Runnable cancelNext = () -> {};

    Heart(MemberParts parts, RequestContext context, Mailbox mailbox, Beats beats, Body body) {
        this.parts = parts;
        this.context = context;
        this.mailbox = mailbox;
        this.beats = beats;
        this.body = body;
    }

    /** Goes on after the group has answered to joining. */
    void start(Beaten joined) {
        conclude(joined);
    }

    int epoch() {
        return epoch;
    }

    void subscribe(Set<String> topics, Optional<String> topicRegex) {
        beats = beats.with(topics, topicRegex);
        tells = true;
        beat();
    }

    /** Beats now; once more if a beat is under way. */
    void beat() {
        if (stopped) {
            return;
        }
        if (beating) {
            again = true;
            return;
        }
        cancelNext.run();
        beating = true;
        again = false;
        parts.groups().consumerHeartbeat(context, next()).whenCompleteAsync(this::beaten, mailbox);
    }

    private Beat next() {
        if (joining) {
            tells = false;
            return beats.joining();
        }
        Set<PartitionId> owned = Beats.ids(parts.metadata().image(), body.owned());
        if (tells) {
            tells = false;
            return beats.subscribing(epoch, owned);
        }
        return beats.staying(epoch, owned);
    }

    private void beaten(@Nullable Beaten beaten, @Nullable Throwable failure) {
        beating = false;
        if (stopped) {
            return;
        }
        conclude(
                beaten != null
                        ? beaten
                        : Beaten.failed(
                                Failures.code(failure == null ? new IllegalStateException() : failure),
                                failure == null ? "" : Failures.message(failure)));
    }

    private void conclude(Beaten beaten) {
        if (beaten.error() == ErrorCode.NONE) {
            joining = false;
            epoch = beaten.memberEpoch();
            intervalMs = Math.max(1, beaten.heartbeatIntervalMs());
            beaten.assignment()
                    .ifPresent(ids -> body.assigned(Beats.names(parts.metadata().image(), ids)));
            beatAfter(intervalMs);
        } else if (Beats.isPassing(beaten.error())) {
            // what this beat had to tell is told again
            tells = true;
            beatAfter(Math.min(intervalMs, RETRY_MS));
        } else if (Beats.isFenced(beaten.error()) && !joining) {
            epoch = 0;
            joining = true;
            body.lost();
            beat();
        } else {
            stopped = true;
            body.ended(beaten.error(), beaten.message());
        }
    }

    private void beatAfter(long delayMs) {
        if (again) {
            beat();
        } else if (!beating) {
            cancelNext = parts.timer().after(delayMs, () -> mailbox.execute(this::beat));
        }
    }

    /** Beats no more. */
    void stop() {
        stopped = true;
        cancelNext.run();
    }

    /** Takes the member out of its group; completes also if that fails, for its session then ends by itself. */
    CompletionStage<ErrorCode> leave() {
        stop();
        return parts.groups()
                .consumerHeartbeat(context, beats.leaving())
                .handle((beaten, failure) -> failure == null ? beaten.error() : Failures.code(failure));
    }

    /** The rest of the member. */
    interface Body {
        /** What it owns now. */
        Set<TopicPartition> owned();

        /** What it is to own. */
        void assigned(Set<TopicPartition> partitions);

        /** The group has given its partitions to others. */
        void lost();

        /** It is out of the group for good. */
        void ended(ErrorCode error, String message);
    }
}
