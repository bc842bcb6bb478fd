package gossip.plugins.grpc.service;

import gossip.api.ErrorCode;
import gossip.api.broker.Broker;
import gossip.api.broker.RequestContext;
import gossip.api.broker.Topics.Created;
import gossip.api.broker.Topics.NewTopic;
import gossip.api.broker.Topics.Outcome;
import gossip.api.broker.Topics.TopicRef;
import gossip.api.metadata.TopicImage;
import gossip.api.security.Operation;
import gossip.api.security.Resource;
import gossip.plugins.grpc.call.Caller;
import gossip.plugins.grpc.call.Outlet;
import gossip.plugins.grpc.call.Statuses;
import gossip.plugins.grpc.v1.CreateTopicRequest;
import gossip.plugins.grpc.v1.CreateTopicResponse;
import gossip.plugins.grpc.v1.DeleteTopicRequest;
import gossip.plugins.grpc.v1.DeleteTopicResponse;
import gossip.plugins.grpc.v1.DescribeTopicRequest;
import gossip.plugins.grpc.v1.DescribeTopicResponse;
import gossip.plugins.grpc.v1.ListTopicsRequest;
import gossip.plugins.grpc.v1.ListTopicsResponse;
import gossip.plugins.grpc.v1.TopicPartition;
import gossip.plugins.grpc.v1.TopicSummary;
import gossip.plugins.grpc.v1.TopicsGrpc;
import io.grpc.stub.StreamObserver;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;

/** Creates, deletes and shows topics. */
public final class TopicsService extends TopicsGrpc.TopicsImplBase {
    private static final int DEFAULT_PAGE = 1_000;
    private static final int MAX_PAGE = 10_000;
    private static final String INTERNAL = "__";

    private final Broker broker;
    private final Executor executor;

    /**
     * Creates the service.
     *
     * @param broker where topics are
     * @param executor where answers are made
     */
    public TopicsService(Broker broker, Executor executor) {
        this.broker = broker;
        this.executor = executor;
    }

    @Override
    public void createTopic(CreateTopicRequest request, StreamObserver<CreateTopicResponse> responses) {
        Outlet<CreateTopicResponse> outlet = Outlet.of(responses);
        outlet.guard(() -> broker.topics()
                .create(Caller.current(), List.of(wish(request)), request.getValidateOnly())
                .whenCompleteAsync(
                        (created, failure) -> outlet.answer(created, failure, all -> created(all.getFirst())),
                        executor));
    }

    private static NewTopic wish(CreateTopicRequest request) {
        if (request.getPartitionCount() < 0
                || request.getReplicationFactor() < 0
                || request.getReplicationFactor() > Short.MAX_VALUE) {
            throw Statuses.invalid("there is no topic of " + request.getPartitionCount() + " partitions with "
                    + request.getReplicationFactor() + " replicas each");
        }
        return new NewTopic(
                request.getName(),
                request.getPartitionCount() == 0 ? -1 : request.getPartitionCount(),
                request.getReplicationFactor() == 0 ? -1 : (short) request.getReplicationFactor(),
                Map.of(),
                request.getConfigsMap());
    }

    private static CreateTopicResponse created(Created created) {
        if (created.error() != ErrorCode.NONE) {
            throw Statuses.of(created.error(), created.message());
        }
        return CreateTopicResponse.newBuilder()
                .setTopic(TopicSummary.newBuilder()
                        .setName(created.name())
                        .setId(created.id().map(UUID::toString).orElse(""))
                        .setPartitionCount(created.partitionCount()))
                .build();
    }

    @Override
    public void deleteTopic(DeleteTopicRequest request, StreamObserver<DeleteTopicResponse> responses) {
        Outlet<DeleteTopicResponse> outlet = Outlet.of(responses);
        TopicRef topic = new TopicRef(Optional.of(request.getName()), Optional.empty());
        outlet.guard(() -> broker.topics()
                .delete(Caller.current(), List.of(topic))
                .whenCompleteAsync(
                        (outcomes, failure) -> outlet.answer(outcomes, failure, all -> deleted(all.getFirst())),
                        executor));
    }

    private static DeleteTopicResponse deleted(Outcome outcome) {
        if (outcome.error() != ErrorCode.NONE) {
            throw Statuses.of(outcome.error(), outcome.message());
        }
        return DeleteTopicResponse.getDefaultInstance();
    }

    @Override
    public void listTopics(ListTopicsRequest request, StreamObserver<ListTopicsResponse> responses) {
        Outlet<ListTopicsResponse> outlet = Outlet.of(responses);
        outlet.guard(() -> {
            outlet.next(list(Caller.current(), request));
            outlet.end();
        });
    }

    private ListTopicsResponse list(RequestContext caller, ListTopicsRequest request) {
        if (request.getPageSize() < 0 || request.getPageSize() > MAX_PAGE) {
            throw Statuses.invalid("page_size is " + request.getPageSize() + ", not 0 to " + MAX_PAGE);
        }
        int size = request.getPageSize() == 0 ? DEFAULT_PAGE : request.getPageSize();
        List<TopicImage> found = broker.cluster()
                .metadata()
                .topics()
                .filter(topic -> topic.name().compareTo(request.getPageToken()) > 0)
                .filter(topic -> request.getIncludeInternal() || !topic.name().startsWith(INTERNAL))
                .filter(topic -> broker.cluster().allows(caller, Operation.DESCRIBE, Resource.topic(topic.name())))
                .sorted(Comparator.comparing(TopicImage::name))
                .limit(size + 1L)
                .toList();
        boolean isLast = found.size() <= size;
        List<TopicImage> page = isLast ? found : found.subList(0, size);
        ListTopicsResponse.Builder response = ListTopicsResponse.newBuilder();
        page.forEach(topic -> response.addTopics(summary(topic)));
        return isLast
                ? response.build()
                : response.setNextPageToken(page.getLast().name()).build();
    }

    private static TopicSummary summary(TopicImage topic) {
        return TopicSummary.newBuilder()
                .setName(topic.name())
                .setId(topic.id().toString())
                .setPartitionCount(topic.partitionCount())
                .build();
    }

    @Override
    public void describeTopic(DescribeTopicRequest request, StreamObserver<DescribeTopicResponse> responses) {
        Outlet<DescribeTopicResponse> outlet = Outlet.of(responses);
        outlet.guard(() -> {
            outlet.next(describe(Caller.current(), request.getName()));
            outlet.end();
        });
    }

    private DescribeTopicResponse describe(RequestContext caller, String name) {
        if (name.isEmpty()) {
            throw Statuses.invalid("name is empty");
        }
        Resource resource = Resource.topic(name);
        if (!broker.cluster().admits(caller, Operation.DESCRIBE, resource)) {
            throw Statuses.of(
                    ErrorCode.TOPIC_AUTHORIZATION_FAILED,
                    caller.principal() + " may not DESCRIBE topic '" + name + "'");
        }
        TopicImage topic = broker.cluster()
                .metadata()
                .topic(name)
                .orElseThrow(
                        () -> Statuses.of(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, "there is no topic '" + name + "'"));
        DescribeTopicResponse.Builder response =
                DescribeTopicResponse.newBuilder().setTopic(summary(topic));
        for (int i = 0; i < topic.partitionCount(); i++) {
            TopicPartition.Builder partition =
                    TopicPartition.newBuilder().setPartition(i).setLeader(topic.leader(i));
            for (int replica : topic.assignment().replicas(i)) {
                partition.addReplicas(replica);
            }
            response.addPartitions(partition);
        }
        if (broker.cluster().allows(caller, Operation.DESCRIBE_CONFIGS, resource)) {
            response.putAllConfigs(topic.configs());
        }
        return response.build();
    }
}
