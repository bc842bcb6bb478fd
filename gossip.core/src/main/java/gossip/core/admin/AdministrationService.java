package gossip.core.admin;

import gossip.api.BrokerException;
import gossip.api.Endpoint;
import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.broker.Administration;
import gossip.api.broker.RequestContext;
import gossip.api.metadata.BrokerRegistration;
import gossip.api.metadata.MetadataCommand.UnregisterBroker;
import gossip.api.metadata.MetadataImage;
import gossip.api.metadata.MetadataStore;
import gossip.api.metadata.QuorumView;
import gossip.api.replication.PartitionManager;
import gossip.api.security.Operation;
import gossip.api.security.Resource;
import gossip.api.storage.LogStore;
import gossip.core.security.Guard;
import gossip.core.security.Targets;
import gossip.core.topic.Verdict;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The administration port of this broker. Thread-safe; never blocks. */
public final class AdministrationService implements Administration, AutoCloseable {
    private final int brokerId;
    private final MetadataStore metadata;
    private final Guard guard;
    private final String voterListener;
    private final InstantSource clock;
    private final LogDirectories directories;

    /**
     * Creates the service.
     *
     * @param parts what it works with
     */
    public AdministrationService(Parts parts) {
        this.brokerId = parts.brokerId;
        this.metadata = parts.metadata;
        this.guard = parts.guard;
        this.voterListener = parts.voterListener;
        this.clock = parts.clock;
        this.directories =
                new LogDirectories(parts.brokerId, parts.directory, parts.logs, parts.metadata, parts.partitions);
    }

    @Override
    public CompletionStage<List<LogDirectory>> logDirectories(
            RequestContext context, Optional<Set<TopicPartition>> partitions) {
        return guard.allows(context, Operation.DESCRIBE, Resource.CLUSTER)
                ? directories.describe(partitions).thenApply(List::of)
                : CompletableFuture.failedFuture(refused(context, Operation.DESCRIBE));
    }

    @Override
    public Map<TopicPartition, ErrorCode> moveLogs(RequestContext context, Map<TopicPartition, String> targets) {
        boolean isAllowed = guard.allows(context, Operation.ALTER, Resource.CLUSTER);
        MetadataImage image = metadata.image();
        Map<TopicPartition, ErrorCode> outcomes = new HashMap<>();
        targets.forEach((partition, target) -> {
            ErrorCode outcome = !isAllowed ? ErrorCode.CLUSTER_AUTHORIZATION_FAILED : move(image, partition, target);
            outcomes.put(partition, outcome);
        });
        return outcomes;
    }

    /** There is one directory, so that a log either is in it already or cannot be there. */
    private ErrorCode move(MetadataImage image, TopicPartition partition, String target) {
        if (!isDirectoryOfLogs(target)) {
            return ErrorCode.LOG_DIR_NOT_FOUND;
        }
        return Replicas.isKnown(image, partition) ? ErrorCode.NONE : ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
    }

    private boolean isDirectoryOfLogs(String target) {
        try {
            return Path.of(target).toAbsolutePath().normalize().equals(directories.path());
        } catch (InvalidPathException e) {
            return false;
        }
    }

    @Override
    public Map<TopicPartition, Outcome> electLeaders(RequestContext context, Optional<Set<TopicPartition>> partitions) {
        require(context, Operation.ALTER);
        return Replicas.elect(metadata.image(), partitions);
    }

    @Override
    public Map<TopicPartition, Outcome> reassign(
            RequestContext context, Map<TopicPartition, Optional<List<Integer>>> replicas, boolean mayChangeCount) {
        require(context, Operation.ALTER);
        MetadataImage image = metadata.image();
        Map<TopicPartition, Outcome> outcomes = new HashMap<>();
        replicas.forEach((partition, wanted) ->
                outcomes.put(partition, Replicas.reassign(image, partition, wanted, mayChangeCount)));
        return outcomes;
    }

    @Override
    public Set<TopicPartition> reassignments(RequestContext context, Optional<Set<TopicPartition>> partitions) {
        require(context, Operation.DESCRIBE);
        return Set.of();
    }

    @Override
    public Quorum quorum(RequestContext context) {
        require(context, Operation.DESCRIBE);
        QuorumView view = metadata.quorum();
        MetadataImage image = metadata.image();
        long now = clock.millis();
        List<QuorumVoter> voters = new ArrayList<>();
        for (QuorumView.Voter voter : view.voters()) {
            broker(image, voter.name()).ifPresent(broker -> voters.add(voter(broker, voter, view, now)));
        }
        OptionalInt leader = view.leader()
                .flatMap(name -> broker(image, name))
                .map(broker -> OptionalInt.of(broker.id()))
                .orElse(OptionalInt.empty());
        return new Quorum(leader, view.term(), view.highWatermark(), voters);
    }

    private QuorumVoter voter(BrokerRegistration broker, QuorumView.Voter voter, QuorumView view, long now) {
        long lastFetchMs = voter.silentMs().isPresent() ? now - voter.silentMs().getAsLong() : -1;
        boolean hasAll = voter.logEndOffset() >= view.highWatermark();
        return new QuorumVoter(
                broker.id(), voter.logEndOffset(), lastFetchMs, hasAll ? lastFetchMs : -1, voterEndpoint(broker));
    }

    /** A quorum of one calls its voter by the node's name, one of several by the address that the others know. */
    private Optional<BrokerRegistration> broker(MetadataImage image, String voter) {
        return image.brokers().values().stream()
                .filter(broker -> broker.nodeName().equals(voter)
                        || voterEndpoint(broker)
                                .filter(endpoint -> endpoint.toString().equals(voter))
                                .isPresent())
                .findFirst();
    }

    private Optional<Endpoint> voterEndpoint(BrokerRegistration broker) {
        return broker.endpoints().stream()
                .filter(endpoint -> endpoint.listener().equals(voterListener))
                .findFirst();
    }

    @Override
    public CompletionStage<Outcome> unregister(RequestContext context, int id) {
        require(context, Operation.ALTER);
        if (id == brokerId) {
            String reason = "broker " + id + " is running; stop it for good, then ask another";
            return CompletableFuture.completedFuture(
                    noted(context, id, new Verdict(ErrorCode.INVALID_REQUEST, reason)));
        }
        return metadata.submit(new UnregisterBroker(id))
                .handle(Verdict::of)
                .thenApply(verdict -> noted(context, id, verdict));
    }

    private Outcome noted(RequestContext context, int id, Verdict verdict) {
        String target = Targets.of("broker", String.valueOf(id));
        guard.trail().note(context, "UNREGISTER_BROKER", target, verdict.error(), verdict.message());
        return new Outcome(verdict.error(), verdict.message());
    }

    @Override
    public List<Feature> features() {
        return Features.ALL;
    }

    @Override
    public Outcome updateFeatures(RequestContext context, List<FeatureUpdate> updates) {
        require(context, Operation.ALTER);
        return Features.update(updates);
    }

    private void require(RequestContext context, Operation operation) {
        if (!guard.allows(context, operation, Resource.CLUSTER)) {
            throw refused(context, operation);
        }
    }

    private static BrokerException refused(RequestContext context, Operation operation) {
        return new BrokerException(
                ErrorCode.CLUSTER_AUTHORIZATION_FAILED, context.principal() + " may not " + operation + " the cluster");
    }

    /** Answers nobody any more who waits for the sizes of logs. */
    @Override
    public void close() {
        directories.close();
    }

    /**
     * What the service works with.
     *
     * @param brokerId number of this broker
     * @param directory the node's directory, absolute and normalized
     * @param logs the partitions' logs
     * @param metadata started
     * @param partitions decides what is here
     * @param guard decides who may
     * @param voterListener name under which nodes register the address by which other voters know them
     * @param clock wall clock
     */
    public record Parts(
            int brokerId,
            Path directory,
            LogStore logs,
            MetadataStore metadata,
            PartitionManager partitions,
            Guard guard,
            String voterListener,
            InstantSource clock) {}
}
