package gossip.api.metadata;

import gossip.api.ErrorCode;
import gossip.api.metadata.MetadataCommand.AllocateProducerIds;
import gossip.api.metadata.MetadataCommand.AlterConfigs;
import gossip.api.metadata.MetadataCommand.AlterQuotas;
import gossip.api.metadata.MetadataCommand.CreatePartitions;
import gossip.api.metadata.MetadataCommand.CreateTopic;
import gossip.api.metadata.MetadataCommand.DeleteTopic;
import gossip.api.metadata.MetadataCommand.NameCluster;
import gossip.api.metadata.MetadataCommand.RegisterBroker;
import gossip.api.metadata.MetadataCommand.RenewToken;
import gossip.api.metadata.MetadataCommand.SchemaChange;
import gossip.api.metadata.MetadataCommand.SecurityChange;
import gossip.api.metadata.MetadataCommand.UnregisterBroker;
import gossip.api.metadata.MetadataResult.Done;
import gossip.api.metadata.MetadataResult.ProducerIds;
import gossip.api.metadata.MetadataResult.Refused;
import gossip.api.metadata.MetadataResult.Registered;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All metadata at one moment. Immutable; any thread. */
public final class MetadataImage {
    /** Nothing registered, nothing created. */
    public static final MetadataImage EMPTY = new MetadataDraft().image();

    private final Optional<UUID> clusterId;
    private final Map<Integer, BrokerRegistration> brokers;
    private final TopicsImage topics;
    private final ConfigsImage configs;
    private final QuotasImage quotas;
    private final long nextBrokerEpoch;
    private final long nextProducerId;
    private final SecurityImage security;
    private final SchemasImage schemas;

    MetadataImage(MetadataDraft draft) {
        this.clusterId = draft.clusterId;
        this.brokers = Map.copyOf(draft.brokers);
        this.topics = draft.topics;
        this.configs = draft.configs;
        this.quotas = draft.quotas;
        this.nextBrokerEpoch = draft.nextBrokerEpoch;
        this.nextProducerId = draft.nextProducerId;
        this.security = draft.security;
        this.schemas = draft.schemas;
    }

    private MetadataDraft draft() {
        MetadataDraft draft = new MetadataDraft();
        draft.clusterId = clusterId;
        draft.brokers = brokers;
        draft.topics = topics;
        draft.configs = configs;
        draft.quotas = quotas;
        draft.nextBrokerEpoch = nextBrokerEpoch;
        draft.nextProducerId = nextProducerId;
        draft.security = security;
        draft.schemas = schemas;
        return draft;
    }

    /**
     * Builds an image from its parts, as a snapshot holds them.
     *
     * @param parts what a snapshot holds
     * @return the image
     */
    public static MetadataImage of(Parts parts) {
        MetadataDraft draft = new MetadataDraft();
        draft.clusterId = parts.clusterId();
        draft.brokers = parts.brokers().stream().collect(Collectors.toMap(BrokerRegistration::id, broker -> broker));
        draft.topics = TopicsImage.of(parts.topics());
        draft.configs = parts.configs();
        draft.quotas = parts.quotas();
        draft.nextBrokerEpoch = parts.nextBrokerEpoch();
        draft.nextProducerId = parts.nextProducerId();
        draft.security = parts.security();
        draft.schemas = parts.schemas();
        return draft.image();
    }

    /**
     * Takes the image apart for a snapshot.
     *
     * @return all of it
     */
    public Parts parts() {
        return new Parts(
                clusterId,
                brokers.values(),
                topics().toList(),
                configs,
                quotas,
                nextBrokerEpoch,
                nextProducerId,
                security,
                schemas);
    }

    /**
     * Id of the cluster.
     *
     * @return empty before the first node has named it
     */
    public Optional<UUID> clusterId() {
        return clusterId;
    }

    /**
     * Brokers by number.
     *
     * @return immutable
     */
    public Map<Integer, BrokerRegistration> brokers() {
        return brokers;
    }

    /**
     * Finds a topic.
     *
     * @param name its name
     * @return empty if there is none
     */
    public Optional<TopicImage> topic(String name) {
        return topics.topic(name);
    }

    /**
     * Finds a topic.
     *
     * @param id its id
     * @return empty if there is none
     */
    public Optional<TopicImage> topic(UUID id) {
        return topics.topic(id);
    }

    /**
     * Finds a topic whose name differs from another in nothing but dots and underscores, which metrics do not tell apart.
     * Takes no longer with many topics than with few.
     *
     * @param name a name, of a topic or not
     * @return the topic that stands in the way of one of that name; empty if there is none
     */
    public Optional<TopicImage> topicCollidingWith(String name) {
        return topics.collidingWith(name);
    }

    /**
     * All topics, in no order.
     *
     * @return a new stream
     */
    public Stream<TopicImage> topics() {
        return topics.all();
    }

    /**
     * How many topics there are.
     *
     * @return a count
     */
    public int topicCount() {
        return topics.count();
    }

    /**
     * Names of topics that are not as they were: created, deleted, created again, or changed in any way. Takes time in
     * proportion to what has changed, and little more.
     *
     * @param before an earlier image
     * @return their names
     */
    public Set<String> topicsChangedSince(MetadataImage before) {
        return topics.changedSince(before.topics);
    }

    /**
     * Overrides of a resource's settings.
     *
     * @param resource whose
     * @return by name; empty if there are none
     */
    public Map<String, String> configs(ConfigResource resource) {
        return resource.type() == ConfigResource.Type.TOPIC
                ? topic(resource.name()).map(TopicImage::configs).orElse(Map.of())
                : configs.of(resource);
    }

    /**
     * Settings of everything but topics.
     *
     * @return immutable
     */
    public ConfigsImage configs() {
        return configs;
    }

    /**
     * Quotas of clients.
     *
     * @return immutable; the same object as long as nothing changes
     */
    public QuotasImage quotas() {
        return quotas;
    }

    /**
     * Who may get in, and what they may do.
     *
     * @return immutable; the same object as long as nothing of it changes
     */
    public SecurityImage security() {
        return security;
    }

    /**
     * Subjects of the schema registry, and their schemas.
     *
     * @return immutable; the same object as long as nothing of it changes
     */
    public SchemasImage schemas() {
        return schemas;
    }

    /**
     * The image after a command. Pure: the same image and command always give an equal result.
     *
     * @param command the change
     * @return the new image, this one if nothing changed, and what to tell the caller
     */
    public Applied apply(MetadataCommand command) {
        return switch (command) {
            case NameCluster c -> name(c);
            case RegisterBroker c -> register(c);
            case CreateTopic c -> with(topics.create(c, brokers.keySet()));
            case DeleteTopic c -> with(topics.delete(c));
            case CreatePartitions c -> with(topics.extend(c));
            case AlterConfigs c -> alter(c);
            case AllocateProducerIds c -> allocate(c);
            case AlterQuotas c -> done(with(draft -> draft.quotas = quotas.apply(c)));
            case UnregisterBroker c -> unregister(c);
            case SecurityChange c -> secure(c);
            case SchemaChange c -> change(c);
        };
    }

    private Applied name(NameCluster command) {
        return clusterId.isPresent()
                ? new Applied(this, new Done())
                : done(with(draft -> draft.clusterId = Optional.of(command.clusterId())));
    }

    private Applied register(RegisterBroker command) {
        int id = brokers.values().stream()
                .filter(broker -> broker.nodeName().equals(command.nodeName()))
                .mapToInt(BrokerRegistration::id)
                .findFirst()
                .orElseGet(() -> brokers.keySet().stream()
                                .mapToInt(Integer::intValue)
                                .max()
                                .orElse(0)
                        + 1);
        BrokerRegistration registration =
                new BrokerRegistration(id, command.nodeName(), nextBrokerEpoch, command.endpoints());
        Map<Integer, BrokerRegistration> more = new HashMap<>(brokers);
        more.put(id, registration);
        MetadataImage after = with(draft -> {
            draft.brokers = more;
            draft.nextBrokerEpoch = nextBrokerEpoch + 1;
        });
        return new Applied(after, new Registered(registration));
    }

    private Applied unregister(UnregisterBroker command) {
        if (!brokers.containsKey(command.id())) {
            return refused(ErrorCode.BROKER_ID_NOT_REGISTERED, "broker " + command.id() + " is not registered");
        }
        Optional<TopicImage> topic = topics().filter(
                        each -> Arrays.stream(each.assignment().flat()).anyMatch(id -> id == command.id()))
                .findFirst();
        if (topic.isPresent()) {
            return refused(
                    ErrorCode.INVALID_REQUEST,
                    "broker " + command.id() + " has replicas, for one of topic '"
                            + topic.get().name() + "'; delete those topics first");
        }
        Map<Integer, BrokerRegistration> rest = new HashMap<>(brokers);
        rest.remove(command.id());
        ConfigResource settings = new ConfigResource(ConfigResource.Type.BROKER, String.valueOf(command.id()));
        return done(with(draft -> {
            draft.brokers = rest;
            draft.configs = configs.without(settings);
        }));
    }

    private Applied alter(AlterConfigs command) {
        return switch (command.resource().type()) {
            case TOPIC -> with(topics.alter(command));
            case BROKER, GROUP, CLIENT_METRICS -> done(with(draft -> draft.configs = configs.apply(command)));
            case BROKER_LOGGER -> refused(ErrorCode.INVALID_REQUEST, "log levels are not kept");
        };
    }

    private Applied allocate(AllocateProducerIds command) {
        if (command.count() < 1) {
            return refused(
                    ErrorCode.INVALID_REQUEST, "a block of producer ids needs at least 1, not " + command.count());
        }
        MetadataImage after = with(draft -> draft.nextProducerId = nextProducerId + command.count());
        return new Applied(after, new ProducerIds(nextProducerId, command.count()));
    }

    private Applied secure(SecurityChange change) {
        SecurityImage after = security.apply(change);
        return after == security && change instanceof RenewToken renewal
                ? refused(ErrorCode.DELEGATION_TOKEN_NOT_FOUND, "there is no token '" + renewal.tokenId() + "'")
                : done(with(draft -> draft.security = after));
    }

    private Applied change(SchemaChange change) {
        SchemasImage.Applied applied = schemas.apply(change);
        return applied.image() == schemas
                ? new Applied(this, applied.result())
                : new Applied(with(draft -> draft.schemas = applied.image()), applied.result());
    }

    private MetadataImage with(Consumer<MetadataDraft> change) {
        MetadataDraft draft = draft();
        change.accept(draft);
        return draft.image();
    }

    private Applied with(TopicsImage.Outcome outcome) {
        return outcome.topics() == topics
                ? new Applied(this, outcome.result())
                : new Applied(with(draft -> draft.topics = outcome.topics()), outcome.result());
    }

    private static Applied done(MetadataImage after) {
        return new Applied(after, new Done());
    }

    private Applied refused(ErrorCode code, String message) {
        return new Applied(this, new Refused(code, message));
    }

    /**
     * What came of a command.
     *
     * @param image the image after it
     * @param result what to tell the caller
     */
    public record Applied(MetadataImage image, MetadataResult result) {}

    /**
     * An image taken apart.
     *
     * @param clusterId id of the cluster
     * @param brokers all brokers
     * @param topics all topics
     * @param configs settings of everything but topics
     * @param quotas quotas of clients
     * @param nextBrokerEpoch epoch of the next registration
     * @param nextProducerId first producer id not yet reserved
     * @param security ACLs, credentials and delegation tokens
     * @param schemas subjects and their schemas
     */
    public record Parts(
            Optional<UUID> clusterId,
            Collection<BrokerRegistration> brokers,
            List<TopicImage> topics,
            ConfigsImage configs,
            QuotasImage quotas,
            long nextBrokerEpoch,
            long nextProducerId,
            SecurityImage security,
            SchemasImage schemas) {
        /** Copies the collections. */
        public Parts {
            Objects.requireNonNull(clusterId, "clusterId");
            brokers = List.copyOf(brokers);
            topics = List.copyOf(topics);
            Objects.requireNonNull(configs, "configs");
            Objects.requireNonNull(quotas, "quotas");
            Objects.requireNonNull(security, "security");
            Objects.requireNonNull(schemas, "schemas");
        }
    }
}
