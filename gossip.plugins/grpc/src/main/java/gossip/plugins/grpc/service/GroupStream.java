package gossip.plugins.grpc.service;

import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.broker.Broker;
import gossip.api.broker.GroupMember;
import gossip.api.broker.GroupMember.Poll;
import gossip.api.broker.GroupMember.Polled;
import gossip.api.broker.Messages.Join;
import gossip.api.broker.Messages.PartitionRecords;
import gossip.api.broker.Records.OffsetSpec;
import gossip.api.broker.RequestContext;
import gossip.plugins.grpc.call.Outlet;
import gossip.plugins.grpc.call.Pace;
import gossip.plugins.grpc.call.Statuses;
import gossip.plugins.grpc.v1.Assigned;
import gossip.plugins.grpc.v1.CommitPositions;
import gossip.plugins.grpc.v1.ConsumeResponse;
import gossip.plugins.grpc.v1.GroupRequest;
import gossip.plugins.grpc.v1.GroupResponse;
import gossip.plugins.grpc.v1.JoinGroup;
import gossip.plugins.grpc.v1.Joined;
import gossip.plugins.grpc.v1.Partition;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A member of a group for as long as its call lasts. It is polled when the client takes more. */
final class GroupStream implements StreamObserver<GroupRequest> {
    private static final Duration FOREVER = Duration.ofDays(1);
    private static final Duration IDLE_TIMEOUT = Duration.ofMinutes(5);
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long MAX_SECONDS = Integer.MAX_VALUE;

    private final Broker broker;
    private final Executor executor;
    private final RequestContext caller;
    private final Pace pace;
    private @Nullable Outlet<GroupResponse> outlet;
    private @Nullable GroupMember member;
    private Set<TopicPartition> assignment = Set.of();
    private boolean isJoining;
    private boolean isPolling;
    private boolean isOver;

    GroupStream(Broker broker, Executor executor, RequestContext caller, Pace pace) {
        this.broker = broker;
        this.executor = executor;
        this.caller = caller;
        this.pace = pace;
    }

    synchronized void begin(Outlet<GroupResponse> answers) {
        outlet = answers;
        if (isOver) {
            answers.fail(Statuses.of(ErrorCode.BROKER_NOT_AVAILABLE, "the broker is shutting down"));
            return;
        }
        answers.observer().disableAutoRequest();
        answers.observer().request(1);
    }

    private Outlet<GroupResponse> outlet() {
        Outlet<GroupResponse> present = outlet;
        if (present == null) {
            throw new IllegalStateException("begin comes first");
        }
        return present;
    }

    /** One request is dealt with at a time: the next is taken when this one is answered. */
    @Override
    public synchronized void onNext(GroupRequest request) {
        try {
            switch (request.getStepCase()) {
                case JOIN -> join(request.getJoin());
                case COMMIT -> commit(request.getCommit());
                case STEP_NOT_SET -> throw Statuses.invalid("the request is empty");
            }
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    private void join(JoinGroup request) {
        if (isJoining) {
            throw Statuses.invalid("the stream has joined a group already");
        }
        if (request.getGroup().isEmpty()) {
            throw Statuses.invalid("group is empty");
        }
        isJoining = true;
        broker.messages()
                .join(caller, wish(request))
                .whenCompleteAsync((joined, failure) -> joined(joined, failure), executor);
    }

    private static Join wish(JoinGroup request) {
        OffsetSpec start = Wire.spec(request.getStart())
                .orElseThrow(() -> Statuses.invalid("a group cannot start at an offset: use edge or timestamp_ms"));
        return new Join(
                request.getGroup(),
                new HashSet<>(request.getTopicsList()),
                text(request.getTopicRegex()),
                text(request.getInstanceId()),
                Optional.empty(),
                Optional.of(start),
                !request.getReadUncommitted(),
                request.getAutoCommit(),
                request.hasIdleTimeout() ? duration(request.getIdleTimeout()) : IDLE_TIMEOUT);
    }

    private static Optional<String> text(String text) {
        return Optional.of(text).filter(given -> !given.isEmpty());
    }

    private static Duration duration(com.google.protobuf.Duration given) {
        if (given.getSeconds() < 0
                || given.getSeconds() > MAX_SECONDS
                || given.getNanos() < 0
                || given.getNanos() >= NANOS_PER_SECOND) {
            throw Statuses.invalid("idle_timeout is no length of time");
        }
        return Duration.ofSeconds(given.getSeconds(), given.getNanos());
    }

    private synchronized void joined(@Nullable GroupMember joined, @Nullable Throwable failure) {
        if (joined == null) {
            fail(failure == null ? new IllegalStateException("no member") : failure);
            return;
        }
        if (isOver) {
            joined.leave();
            return;
        }
        member = joined;
        joined.gone().thenAcceptAsync(this::memberGone, executor);
        outlet().next(GroupResponse.newBuilder()
                .setJoined(Joined.newBuilder().setMemberId(joined.id()))
                .build());
        outlet().observer().request(1);
        advance();
    }

    private void memberGone(ErrorCode why) {
        if (why != ErrorCode.NONE) {
            fail(Statuses.of(
                    why == ErrorCode.REQUEST_TIMED_OUT ? ErrorCode.UNKNOWN_MEMBER_ID : why,
                    why == ErrorCode.REQUEST_TIMED_OUT
                            ? "the client did not take what was sent to it for idle_timeout, and was taken out of its"
                                    + " group; join again"
                            : "the member is out of its group: " + why));
        }
    }

    private void commit(CommitPositions request) {
        GroupMember present = member;
        if (present == null) {
            throw Statuses.invalid("the stream has joined no group yet");
        }
        Optional<Map<TopicPartition, Long>> offsets = request.getPositionsCount() == 0
                ? Optional.empty()
                : Optional.of(Wire.positions(request.getPositionsList()));
        present.commit(offsets).whenCompleteAsync((outcomes, failure) -> committed(outcomes, failure), executor);
    }

    private synchronized void committed(
            @Nullable Map<TopicPartition, ErrorCode> outcomes, @Nullable Throwable failure) {
        if (outcomes == null) {
            fail(failure == null ? new IllegalStateException("no outcomes") : failure);
            return;
        }
        if (!isOver) {
            outlet().next(GroupResponse.newBuilder()
                    .setCommitted(ConsumerService.committed(outcomes))
                    .build());
            outlet().observer().request(1);
        }
    }

    /** Called when the client takes more, and after each step. */
    synchronized void advance() {
        GroupMember present = member;
        if (present == null || isPolling || isOver || !outlet().isReady()) {
            return;
        }
        isPolling = true;
        int bytes = pace.begin();
        present.poll(
                new Poll(Pace.MAX_RECORDS, bytes, pace.wait(FOREVER)),
                polled -> executor.execute(() -> brought(polled)));
    }

    private synchronized void brought(Polled polled) {
        isPolling = false;
        if (isOver) {
            return;
        }
        if (polled.error() != ErrorCode.NONE) {
            fail(Statuses.of(polled.error(), polled.message()));
            return;
        }
        tellAssignment(polled.assignment());
        ConsumeResponse.Builder response = ConsumeResponse.newBuilder();
        long bytes = 0;
        for (PartitionRecords one : polled.records()) {
            if (one.error() != ErrorCode.NONE) {
                fail(Statuses.of(one.error(), one.message()));
                return;
            }
            bytes += Wire.add(one, response);
            response.addPositions(Wire.position(one.partition(), one.nextOffset()));
        }
        pace.end(response.getRecordsCount(), bytes);
        if (response.getRecordsCount() > 0) {
            outlet().next(GroupResponse.newBuilder().setConsumed(response).build());
        }
        advance();
    }

    private void tellAssignment(Set<TopicPartition> present) {
        if (!present.equals(assignment)) {
            assignment = present;
            Assigned.Builder assigned = Assigned.newBuilder();
            present.forEach(one -> assigned.addPartitions(
                    Partition.newBuilder().setTopic(one.topic()).setPartition(one.partition())));
            outlet().next(GroupResponse.newBuilder().setAssigned(assigned).build());
        }
    }

    @Override
    public void onError(Throwable failure) {
        gone();
    }

    /** The client wants no more: it leaves the group, and the call ends when that is done. */
    @Override
    public synchronized void onCompleted() {
        GroupMember present = member;
        if (isOver) {
            return;
        }
        over();
        if (present == null) {
            outlet().end();
        } else {
            present.leave().whenCompleteAsync((left, failure) -> outlet().end(), executor);
        }
    }

    private void over() {
        isOver = true;
        pace.release();
    }

    /** Ends the call with a failure. */
    synchronized void fail(Throwable failure) {
        if (!isOver) {
            gone();
            Outlet<GroupResponse> present = outlet;
            if (present != null) {
                present.fail(failure);
            }
        }
    }

    /** The client is gone. */
    synchronized void gone() {
        over();
        GroupMember present = member;
        if (present != null) {
            present.leave();
        }
    }
}
