package gossip.raft.engine;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.exceptions.AlreadyClosedException;
import org.apache.ratis.protocol.exceptions.NotLeaderException;
import org.apache.ratis.protocol.exceptions.RaftException;
import org.apache.ratis.protocol.exceptions.StateMachineException;
import org.jspecify.annotations.Nullable;

/** One command on its way to the leader: asks around until a leader answers or the time is up. */
final class Proposal {
    private static final long FIRST_DELAY_MS = 10;
    private static final long LONGEST_DELAY_MS = 250;

    private final Route route;
    private final RaftClientRequest request;
    private final long timeoutMs;
    private final Executor threads;
    private final CompletableFuture<ByteBuffer> answer = new CompletableFuture<>();
    private volatile @Nullable Throwable lastProblem;
    // One attempt hands these to the next; they are never used by two at once.
    private int attempts;
    private @Nullable RaftPeerId hint;

    Proposal(Route route, RaftClientRequest request, long timeoutMs, Executor threads) {
        this.route = route;
        this.request = request;
        this.timeoutMs = timeoutMs;
        this.threads = threads;
    }

    CompletableFuture<ByteBuffer> start() {
        CompletableFuture.delayedExecutor(timeoutMs, TimeUnit.MILLISECONDS, threads)
                .execute(this::timeOut);
        threads.execute(this::attempt);
        return answer;
    }

    void abandon(Throwable cause) {
        answer.completeExceptionally(new BrokerException(
                ErrorCode.BROKER_NOT_AVAILABLE,
                cause.getMessage() + "; the change of metadata under way may still happen",
                cause));
    }

    private void attempt() {
        if (answer.isDone()) {
            return;
        }
        RaftPeerId target = target();
        attempts++;
        route.send(RaftClientRequest.newBuilder()
                        .set(request)
                        .setLeaderId(target)
                        .build())
                .whenComplete((reply, failure) -> settle(target, reply, failure));
    }

    private RaftPeerId target() {
        RaftPeerId told = hint;
        if (told != null) {
            return told;
        }
        List<RaftPeerId> voters = route.voters();
        return route.leader().orElseGet(() -> voters.get(attempts % voters.size()));
    }

    private void settle(RaftPeerId target, @Nullable RaftClientReply reply, @Nullable Throwable failure) {
        if (reply != null && reply.isSuccess()) {
            answer.complete(reply.getMessage().getContent().asReadOnlyByteBuffer());
            return;
        }
        Throwable problem = reply != null && reply.getException() != null ? reply.getException() : cause(failure);
        lastProblem = problem;
        if (problem instanceof StateMachineException) {
            answer.completeExceptionally(new BrokerException(
                    ErrorCode.UNKNOWN_SERVER_ERROR, "the leader could not apply a change of metadata", problem));
            return;
        }
        if (reply == null && !isAnswer(problem)) {
            route.reconnect(target, problem);
        }
        hint = suggested(problem).filter(leader -> !leader.equals(target)).orElse(null);
        retry();
    }

    private void retry() {
        long delayMs =
                hint != null && attempts < 3 ? 0 : Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS << Math.min(attempts, 10));
        CompletableFuture.delayedExecutor(delayMs, TimeUnit.MILLISECONDS, threads)
                .execute(this::attempt);
    }

    private void timeOut() {
        if (answer.isDone()) {
            return;
        }
        answer.completeExceptionally(
                route.leader().isPresent()
                        ? new BrokerException(
                                ErrorCode.REQUEST_TIMED_OUT,
                                "a change of metadata was not agreed upon within " + timeoutMs
                                        + " ms (raft.request_timeout); it may still happen",
                                problem())
                        : new BrokerException(
                                ErrorCode.NOT_CONTROLLER,
                                "the metadata quorum (" + route.voters() + ") has had no leader for " + timeoutMs
                                        + " ms (raft.request_timeout); a majority of these nodes must be running, reach"
                                        + " one another and have the same cluster.name",
                                problem()));
    }

    private Throwable problem() {
        Throwable last = lastProblem;
        return last == null ? new TimeoutException("nobody has answered") : last;
    }

    /**
     * Whether a failure is what a node has said, over a connection that works. Giving that up would take seconds, until its
     * streams are closed.
     */
    static boolean isAnswer(Throwable problem) {
        return problem instanceof RaftException && !(problem instanceof AlreadyClosedException);
    }

    private static Optional<RaftPeerId> suggested(Throwable problem) {
        return problem instanceof NotLeaderException notLeader
                ? Optional.ofNullable(notLeader.getSuggestedLeader()).map(RaftPeer::getId)
                : Optional.empty();
    }

    private static Throwable cause(@Nullable Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause == null ? new IllegalStateException("neither an answer nor a failure") : cause;
    }
}
