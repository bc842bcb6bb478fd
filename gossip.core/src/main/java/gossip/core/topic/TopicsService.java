package gossip.core.topic;

import static gossip.api.security.Operation.ALTER;
import static gossip.api.security.Operation.CREATE;
import static gossip.api.security.Operation.DELETE;
import static gossip.api.security.Operation.DESCRIBE_CONFIGS;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.broker.Configs;
import gossip.api.broker.Quotas;
import gossip.api.broker.RequestContext;
import gossip.api.broker.Topics;
import gossip.api.config.Setting;
import gossip.api.config.Settings;
import gossip.api.metadata.MetadataCommand;
import gossip.api.metadata.MetadataCommand.CreateTopic;
import gossip.api.metadata.MetadataCommand.DeleteTopic;
import gossip.api.metadata.MetadataImage;
import gossip.api.metadata.MetadataStore;
import gossip.api.metadata.TopicImage;
import gossip.api.replication.PartitionManager;
import gossip.api.security.Operation;
import gossip.api.security.Resource;
import gossip.core.security.Guard;
import gossip.core.security.Targets;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/**
 * Creates, grows and deletes topics through the metadata store. Thread-safe; never blocks. A topic that is asked for but does
 * not exist is created here like any other, by the protocol that was asked.
 */
public final class TopicsService implements Topics {
    /** Its settings. */
    public static final List<Setting<?>> SETTINGS = List.of(
            TopicPlanner.DEFAULT_PARTITIONS,
            TopicPlanner.MAX_PARTITIONS_PER_TOPIC,
            TopicPlanner.MAX_PARTITIONS,
            OffsetsTopic.PARTITIONS);

    private static final Logger LOG = System.getLogger(TopicsService.class.getName());

    private final MetadataStore metadata;
    private final Guard guard;
    private final TopicPlanner planner;
    private final TopicEntries entries;
    private final Quotas quotas;

    /**
     * Creates the service.
     *
     * @param metadata where topics are kept
     * @param partitions decides where new partitions go
     * @param guard decides what a client may do
     * @param topicSettings settings of topics
     * @param settings effective settings of the broker
     * @param quotas counts partitions that are created and deleted
     */
    public TopicsService(
            MetadataStore metadata,
            PartitionManager partitions,
            Guard guard,
            TopicSettings topicSettings,
            Settings settings,
            Quotas quotas) {
        this.metadata = metadata;
        this.guard = guard;
        this.planner = new TopicPlanner(partitions, topicSettings, settings);
        this.entries = new TopicEntries(topicSettings);
        this.quotas = quotas;
    }

    @Override
    public CompletionStage<List<Created>> create(RequestContext context, List<NewTopic> topics, boolean validateOnly) {
        MetadataImage image = metadata.image();
        Set<String> repeated = repeated(topics.stream().map(NewTopic::name).toList());
        boolean mayCreateAny = guard.permits(context, CREATE, Resource.CLUSTER);
        List<CompletionStage<Created>> outcomes = new ArrayList<>();
        int planned = 0;
        for (NewTopic topic : topics) {
            try {
                refuseRepeated(topic.name(), repeated);
                if (!mayCreateAny) {
                    require(context, CREATE, topic.name());
                }
                CreateTopic command = planner.creation(topic, image, planned);
                charge(context, command.assignment().partitionCount());
                planned += command.assignment().partitionCount();
                outcomes.add(create(context, command, validateOnly));
            } catch (BrokerException e) {
                outcomes.add(done(failed(topic, Verdict.of(e))));
            }
        }
        return Verdict.inOrder(outcomes);
    }

    @Override
    public CompletionStage<List<Outcome>> delete(RequestContext context, List<TopicRef> topics) {
        MetadataImage image = metadata.image();
        Set<UUID> repeated = repeated(topics.stream()
                .flatMap(ref -> find(ref, image).map(TopicImage::id).stream())
                .toList());
        return Verdict.inOrder(topics.stream()
                .map(ref -> delete(context, ref, image, repeated))
                .toList());
    }

    @Override
    public CompletionStage<List<Outcome>> grow(RequestContext context, List<Growth> topics, boolean validateOnly) {
        MetadataImage image = metadata.image();
        Set<String> repeated = repeated(topics.stream().map(Growth::name).toList());
        return Verdict.inOrder(topics.stream()
                .map(growth -> grow(context, growth, image, repeated, validateOnly))
                .toList());
    }

    private CompletionStage<Created> create(RequestContext context, CreateTopic command, boolean validateOnly) {
        List<Configs.Entry> configs = guard.permits(context, DESCRIBE_CONFIGS, Resource.topic(command.name()))
                ? entries.of(command.configs())
                : List.of();
        int partitionCount = command.assignment().partitionCount();
        short replicationFactor = (short) command.assignment().replicationFactor();
        Created created = new Created(
                command.name(),
                validateOnly ? Optional.empty() : Optional.of(command.id()),
                ErrorCode.NONE,
                "",
                partitionCount,
                replicationFactor,
                configs);
        return submit(command, validateOnly).thenApply(verdict -> {
            note(context, "CREATE_TOPIC", command.name(), verdict, validateOnly);
            if (!verdict.isOk()) {
                return failed(command.name(), verdict);
            }
            if (!validateOnly) {
                LOG.log(Level.INFO, "topic {0} created: {1} partitions", command.name(), partitionCount);
            }
            return created;
        });
    }

    private CompletionStage<Outcome> delete(
            RequestContext context, TopicRef ref, MetadataImage image, Set<UUID> repeated) {
        Optional<TopicImage> found = find(ref, image);
        try {
            ref.name().ifPresent(name -> require(context, DELETE, name));
            TopicImage topic = found.orElseThrow(() -> unknown(ref));
            require(context, DELETE, topic.name());
            if (repeated.contains(topic.id())) {
                throw new BrokerException(
                        ErrorCode.INVALID_REQUEST, "topic '" + topic.name() + "' is in the request more than once");
            }
            charge(context, topic.partitionCount());
            return submit(new DeleteTopic(topic.id()), false).thenApply(verdict -> {
                note(context, "DELETE_TOPIC", topic.name(), verdict, false);
                if (verdict.isOk()) {
                    LOG.log(Level.INFO, "topic {0} deleted", topic.name());
                }
                return outcome(topic, verdict);
            });
        } catch (BrokerException e) {
            Verdict verdict = Verdict.of(e);
            // who may not know the topic does not learn its name from its id
            return done(new Outcome(ref.name(), ref.id(), verdict.error(), verdict.message()));
        }
    }

    private CompletionStage<Outcome> grow(
            RequestContext context, Growth growth, MetadataImage image, Set<String> repeated, boolean validateOnly) {
        try {
            refuseRepeated(growth.name(), repeated);
            require(context, ALTER, growth.name());
            MetadataCommand.CreatePartitions command = planner.growth(growth, image);
            TopicImage topic = image.topic(command.id()).orElseThrow();
            charge(context, command.added().partitionCount());
            return submit(command, validateOnly).thenApply(verdict -> {
                note(context, "CREATE_PARTITIONS", topic.name(), verdict, validateOnly);
                if (verdict.isOk() && !validateOnly) {
                    LOG.log(Level.INFO, "topic {0} grown to {1} partitions", topic.name(), growth.totalCount());
                }
                return outcome(topic, verdict);
            });
        } catch (BrokerException e) {
            Verdict verdict = Verdict.of(e);
            return done(new Outcome(Optional.of(growth.name()), Optional.empty(), verdict.error(), verdict.message()));
        }
    }

    /** Counts partitions, unless the client has used more than its quota already (KIP-599). */
    private void charge(RequestContext context, int partitions) {
        if (!quotas.isLimited(Quotas.Use.MUTATION)) {
            return;
        }
        long delayMs = quotas.allowance(context, Quotas.Use.MUTATION).delayMs();
        if (delayMs > 0) {
            throw new BrokerException(
                    ErrorCode.THROTTLING_QUOTA_EXCEEDED,
                    "the quota controller_mutation_rate of " + context.principal() + ", client id '"
                            + context.clientId() + "', is exceeded; try again in " + delayMs + " ms");
        }
        quotas.charge(context, Quotas.Use.MUTATION, partitions);
    }

    private CompletionStage<Verdict> submit(MetadataCommand command, boolean validateOnly) {
        return validateOnly ? done(Verdict.OK) : metadata.submit(command).handle(Verdict::of);
    }

    private void note(RequestContext context, String action, String topic, Verdict verdict, boolean validateOnly) {
        if (!validateOnly) {
            guard.trail().note(context, action, Targets.of("topic", topic), verdict.error(), verdict.message());
        }
    }

    private void require(RequestContext context, Operation operation, String topic) {
        if (!guard.allows(context, operation, Resource.topic(topic))) {
            throw new BrokerException(
                    ErrorCode.TOPIC_AUTHORIZATION_FAILED,
                    context.principal() + " may not " + operation + " topic '" + topic + "'");
        }
    }

    private static Optional<TopicImage> find(TopicRef ref, MetadataImage image) {
        if (ref.name().isPresent() == ref.id().isPresent()) {
            return Optional.empty();
        }
        return ref.name().isPresent() ? image.topic(ref.name().get()) : ref.id().flatMap(image::topic);
    }

    private static BrokerException unknown(TopicRef ref) {
        if (ref.name().isPresent() == ref.id().isPresent()) {
            return new BrokerException(ErrorCode.INVALID_REQUEST, "a topic is named either by its name or by its id");
        }
        return ref.name().isPresent()
                ? new BrokerException(
                        ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
                        "there is no topic '" + ref.name().get() + "'")
                : new BrokerException(
                        ErrorCode.UNKNOWN_TOPIC_ID,
                        "there is no topic with id " + ref.id().orElseThrow());
    }

    private static void refuseRepeated(String name, Set<String> repeated) {
        if (repeated.contains(name)) {
            throw new BrokerException(
                    ErrorCode.INVALID_REQUEST, "topic '" + name + "' is in the request more than once");
        }
    }

    private static <T> Set<T> repeated(List<T> items) {
        Set<T> seen = new HashSet<>();
        return items.stream().filter(item -> !seen.add(item)).collect(Collectors.toSet());
    }

    private static Created failed(NewTopic topic, Verdict verdict) {
        return failed(topic.name(), verdict);
    }

    private static Created failed(String name, Verdict verdict) {
        return new Created(name, Optional.empty(), verdict.error(), verdict.message(), -1, (short) -1, List.of());
    }

    private static Outcome outcome(TopicImage topic, Verdict verdict) {
        return new Outcome(Optional.of(topic.name()), Optional.of(topic.id()), verdict.error(), verdict.message());
    }

    private static <T> CompletionStage<T> done(T result) {
        return CompletableFuture.completedFuture(result);
    }
}
