package gossip.raft.engine;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;

/** Brings proposals to the leader, wherever it is. */
final class Courier {
    /** Proposals under way at one time; more are refused. */
    static final int MAX_PENDING = 1024;

    private final Route route;
    private final long timeoutMs;
    private final ClientId clientId = ClientId.randomId();
    private final AtomicLong nextCallId = new AtomicLong(1);
    private final Set<Proposal> pending = ConcurrentHashMap.newKeySet();
    private final Executor threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("gossip-raft-proposal-", 0).factory());

    Courier(Route route, long timeoutMs) {
        this.route = route;
        this.timeoutMs = timeoutMs;
    }

    CompletableFuture<ByteBuffer> bring(ByteBuffer command) {
        if (pending.size() >= MAX_PENDING) {
            return CompletableFuture.failedFuture(new BrokerException(
                    ErrorCode.REQUEST_TIMED_OUT,
                    MAX_PENDING + " changes of metadata are under way already; try again later"));
        }
        Proposal proposal = new Proposal(route, request(command), timeoutMs, threads);
        pending.add(proposal);
        return proposal.start().whenComplete((answer, failure) -> pending.remove(proposal));
    }

    /** A call id of its own for another kind of request. */
    long nextCallId() {
        return nextCallId.getAndIncrement();
    }

    ClientId clientId() {
        return clientId;
    }

    /** Gives up all that is under way. */
    void abandon(Throwable cause) {
        pending.forEach(proposal -> proposal.abandon(cause));
    }

    private RaftClientRequest request(ByteBuffer command) {
        return RaftClientRequest.newBuilder()
                .setClientId(clientId)
                .setServerId(route.self())
                .setGroupId(route.groupId())
                // The same in all attempts, so that the leader knows a retry from a new command.
                .setCallId(nextCallId.getAndIncrement())
                .setMessage(Message.valueOf(ByteString.copyFrom(command.duplicate())))
                .setType(RaftClientRequest.writeRequestType())
                .build();
    }
}
