package gossip.plugins.grpc.service;

import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.broker.Broker;
import gossip.api.broker.Groups;
import gossip.api.broker.Groups.CommittedOffsets;
import gossip.api.broker.Groups.Member;
import gossip.api.broker.RequestContext;
import gossip.api.group.GroupStore.Committed;
import gossip.plugins.grpc.call.Caller;
import gossip.plugins.grpc.call.Outflow;
import gossip.plugins.grpc.call.Outlet;
import gossip.plugins.grpc.call.Pace;
import gossip.plugins.grpc.call.Statuses;
import gossip.plugins.grpc.call.Streams;
import gossip.plugins.grpc.v1.CommitRequest;
import gossip.plugins.grpc.v1.CommitResponse;
import gossip.plugins.grpc.v1.CommitResult;
import gossip.plugins.grpc.v1.CommittedRequest;
import gossip.plugins.grpc.v1.CommittedResponse;
import gossip.plugins.grpc.v1.ConsumeRequest;
import gossip.plugins.grpc.v1.ConsumeResponse;
import gossip.plugins.grpc.v1.ConsumerGrpc;
import gossip.plugins.grpc.v1.GroupRequest;
import gossip.plugins.grpc.v1.GroupResponse;
import io.grpc.stub.StreamObserver;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Reads records. */
public final class ConsumerService extends ConsumerGrpc.ConsumerImplBase {
    private final Broker broker;
    private final Outflow outflow;
    private final Streams streams;
    private final Executor executor;

    /**
     * Creates the service.
     *
     * @param broker where records are
     * @param outflow bounds what is on its way
     * @param streams ends calls when the broker stops
     * @param executor where answers are made
     */
    public ConsumerService(Broker broker, Outflow outflow, Streams streams, Executor executor) {
        this.broker = broker;
        this.outflow = outflow;
        this.streams = streams;
        this.executor = executor;
    }

    @Override
    public void consume(ConsumeRequest request, StreamObserver<ConsumeResponse> responses) {
        CompletableFuture<Runnable> gone = new CompletableFuture<>();
        Outlet<ConsumeResponse> outlet = Outlet.of(responses, () -> gone.thenAccept(Runnable::run));
        outlet.guard(() -> {
            ConsumeStream stream =
                    new ConsumeStream(broker, executor, Caller.current(), request, outlet, new Pace(outflow));
            Runnable removal = streams.add(() -> stream.fail(stopping()));
            gone.complete(() -> {
                removal.run();
                stream.gone();
            });
            outlet.observer().setOnCloseHandler(removal);
            outlet.observer().setOnReadyHandler(stream::advance);
            stream.begin();
        });
    }

    private static Throwable stopping() {
        return Statuses.of(ErrorCode.BROKER_NOT_AVAILABLE, "the broker is shutting down");
    }

    @Override
    public StreamObserver<GroupRequest> join(StreamObserver<GroupResponse> responses) {
        GroupStream stream = new GroupStream(broker, executor, Caller.current(), new Pace(outflow));
        Runnable removal = streams.add(() -> stream.fail(stopping()));
        Outlet<GroupResponse> outlet = Outlet.of(responses, () -> {
            removal.run();
            stream.gone();
        });
        stream.begin(outlet);
        outlet.observer().setOnCloseHandler(removal);
        outlet.observer().setOnReadyHandler(stream::advance);
        return stream;
    }

    @Override
    public void commit(CommitRequest request, StreamObserver<CommitResponse> responses) {
        Outlet<CommitResponse> outlet = Outlet.of(responses);
        outlet.guard(() -> {
            RequestContext caller = Caller.current();
            Map<TopicPartition, Committed> offsets = new HashMap<>();
            Wire.positions(request.getPositionsList())
                    .forEach((partition, offset) -> offsets.put(partition, new Committed(offset, -1, "", -1)));
            Groups groups = broker.groups();
            found(caller, request.getGroup())
                    .thenCompose(here -> groups.commit(caller, Member.outside(request.getGroup()), offsets))
                    .whenCompleteAsync(
                            (outcomes, failure) -> outlet.answer(outcomes, failure, ConsumerService::committed),
                            executor);
        });
    }

    /** Waits for the group to be readable; fails if that is on another node. */
    private CompletionStage<Integer> found(RequestContext caller, String group) {
        if (group.isEmpty()) {
            throw Statuses.invalid("group is empty");
        }
        return broker.groups().coordinator(caller, group).thenApply(leader -> {
            if (leader != broker.cluster().brokerId()) {
                throw Statuses.of(
                        ErrorCode.NOT_COORDINATOR, "group '" + group + "' is coordinated by broker " + leader);
            }
            return leader;
        });
    }

    static CommitResponse committed(Map<TopicPartition, ErrorCode> outcomes) {
        CommitResponse.Builder response = CommitResponse.newBuilder();
        outcomes.forEach((partition, outcome) -> {
            CommitResult.Builder result =
                    CommitResult.newBuilder().setTopic(partition.topic()).setPartition(partition.partition());
            if (outcome != ErrorCode.NONE) {
                result.setProblem(Wire.problem(outcome, outcome + " for " + partition));
            }
            response.addResults(result);
        });
        return response.build();
    }

    @Override
    public void committed(CommittedRequest request, StreamObserver<CommittedResponse> responses) {
        Outlet<CommittedResponse> outlet = Outlet.of(responses);
        outlet.guard(() -> {
            RequestContext caller = Caller.current();
            Set<TopicPartition> partitions = new HashSet<>();
            request.getPartitionsList()
                    .forEach(one -> partitions.add(Wire.partition(one.getTopic(), one.getPartition())));
            Groups groups = broker.groups();
            found(caller, request.getGroup())
                    .thenCompose(here -> groups.committed(
                            caller,
                            Member.outside(request.getGroup()),
                            partitions.isEmpty() ? Optional.empty() : Optional.of(partitions)))
                    .whenCompleteAsync(
                            (offsets, failure) -> outlet.answer(offsets, failure, ConsumerService::offsets), executor);
        });
    }

    private static CommittedResponse offsets(CommittedOffsets offsets) {
        if (offsets.error() != ErrorCode.NONE) {
            throw Statuses.of(offsets.error(), "");
        }
        CommittedResponse.Builder response = CommittedResponse.newBuilder();
        offsets.offsets()
                .forEach((partition, committed) -> response.addPositions(Wire.position(partition, committed.offset())));
        return response.build();
    }
}
