package gossip.core.topic;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.broker.Configs;
import gossip.api.broker.RequestContext;
import gossip.api.config.Setting;
import gossip.api.config.Settings;
import gossip.api.metadata.ConfigResource;
import gossip.api.metadata.ConfigResource.Type;
import gossip.api.metadata.MetadataCommand;
import gossip.api.metadata.MetadataImage;
import gossip.api.metadata.MetadataStore;
import gossip.api.metadata.TopicImage;
import gossip.api.security.Operation;
import gossip.api.security.Resource;
import gossip.core.resource.ClientMetricsConfigs;
import gossip.core.resource.EditPlan;
import gossip.core.resource.GroupConfigs;
import gossip.core.resource.GroupTimes;
import gossip.core.resource.Loggers;
import gossip.core.resource.Schema;
import gossip.core.security.Guard;
import gossip.core.security.Targets;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads and changes settings of topics, brokers, groups and client metrics, and the levels of loggers. Thread-safe; never
 * blocks.
 */
public final class ConfigsService implements Configs {
    private final MetadataStore metadata;
    private final Guard guard;
    private final int brokerId;
    private final TopicEntries topicEntries;
    private final BrokerEntries brokerEntries;
    private final BrokerSchema brokerSchema;
    private final ConfigEdits topicEdits;
    private final DynamicSettings dynamic;
    private final GroupConfigs groupConfigs;
    private final Loggers loggers = new Loggers();

    /**
     * Creates the service. Listens to the metadata from now on, so that what is set while the broker runs takes effect.
     *
     * @param metadata where settings are kept
     * @param guard decides what a client may do
     * @param brokerId number of this broker
     * @param topicSettings settings of topics
     * @param settings values of the configuration; one that differs from its default counts as configured
     * @param declared all settings there are, of the broker and its plugins
     */
    public ConfigsService(
            MetadataStore metadata,
            Guard guard,
            int brokerId,
            TopicSettings topicSettings,
            Settings settings,
            Collection<? extends Setting<?>> declared) {
        this.metadata = metadata;
        this.guard = guard;
        this.brokerId = brokerId;
        this.groupConfigs = new GroupConfigs(GroupTimes.of(settings));
        this.topicEntries = new TopicEntries(topicSettings);
        this.brokerSchema = new BrokerSchema(declared, topicSettings);
        this.brokerEntries = new BrokerEntries(brokerId, settings, declared, brokerSchema);
        this.topicEdits = new ConfigEdits(topicSettings);
        this.dynamic = new DynamicSettings(brokerId, settings, topicSettings, declared);
        metadata.listen(dynamic);
    }

    @Override
    public List<Described> describe(RequestContext context, List<ConfigResource> resources) {
        return resources.stream().map(resource -> describe(context, resource)).toList();
    }

    @Override
    public CompletionStage<List<Altered>> alter(
            RequestContext context, List<Alteration> alterations, boolean validateOnly) {
        Set<ConfigResource> seen = new HashSet<>();
        Set<ConfigResource> repeated = alterations.stream()
                .map(Alteration::resource)
                .filter(resource -> !seen.add(resource))
                .collect(Collectors.toSet());
        return Verdict.inOrder(alterations.stream()
                .map(alteration -> alter(context, alteration, repeated, validateOnly)
                        .thenApply(verdict -> new Altered(alteration.resource(), verdict.error(), verdict.message())))
                .toList());
    }

    @Override
    public List<ConfigResource> list(RequestContext context, Set<Type> types) {
        if (!guard.allows(context, Operation.DESCRIBE_CONFIGS, Resource.CLUSTER)) {
            throw new BrokerException(
                    ErrorCode.CLUSTER_AUTHORIZATION_FAILED, context.principal() + " may not list what has settings");
        }
        Set<Type> wanted = types.isEmpty() ? EnumSet.allOf(Type.class) : types;
        return wanted.stream().flatMap(this::names).toList();
    }

    @Override
    public <T> T value(Setting<T> setting) {
        return dynamic.value(setting);
    }

    private Stream<ConfigResource> names(Type type) {
        MetadataImage image = metadata.image();
        Stream<String> names = switch (type) {
            case TOPIC -> image.topics().map(TopicImage::name);
            case BROKER, BROKER_LOGGER -> image.brokers().keySet().stream().map(String::valueOf);
            case GROUP, CLIENT_METRICS -> image.configs().names(type).stream();
        };
        return names.map(name -> new ConfigResource(type, name));
    }

    private Described describe(RequestContext context, ConfigResource resource) {
        try {
            require(context, Operation.DESCRIBE_CONFIGS, resource);
            return new Described(resource, ErrorCode.NONE, "", entries(resource));
        } catch (BrokerException e) {
            Verdict verdict = Verdict.of(e);
            return new Described(resource, verdict.error(), verdict.message(), List.of());
        }
    }

    private List<Entry> entries(ConfigResource resource) {
        String name = resource.name();
        return switch (resource.type()) {
            case TOPIC -> topicEntries.of(topic(name).configs());
            case BROKER -> {
                checkBroker(name);
                Map<String, String> all = metadata.image().configs(new ConfigResource(Type.BROKER, ""));
                yield name.isEmpty()
                        ? brokerEntries.defaults(all)
                        : brokerEntries.effective(metadata.image().configs(resource), all);
            }
            case BROKER_LOGGER -> {
                checkLoggers(name);
                yield loggers.entries();
            }
            case GROUP -> groupConfigs.entries(name, metadata.image().configs(resource));
            case CLIENT_METRICS ->
                ClientMetricsConfigs.entries(name, metadata.image().configs(resource));
        };
    }

    private CompletionStage<Verdict> alter(
            RequestContext context, Alteration alteration, Set<ConfigResource> repeated, boolean validateOnly) {
        try {
            ConfigResource resource = alteration.resource();
            if (repeated.contains(resource)) {
                throw new BrokerException(ErrorCode.INVALID_REQUEST, resource + " is in the request more than once");
            }
            require(context, Operation.ALTER_CONFIGS, resource);
            if (resource.type() == Type.BROKER_LOGGER) {
                alterLoggers(alteration, validateOnly);
                return CompletableFuture.completedFuture(Verdict.OK);
            }
            MetadataCommand command = plan(alteration);
            return validateOnly
                    ? CompletableFuture.completedFuture(Verdict.OK)
                    : metadata.submit(command)
                            .handle(Verdict::of)
                            .thenApply(verdict -> noted(context, resource, verdict));
        } catch (BrokerException e) {
            return CompletableFuture.completedFuture(Verdict.of(e));
        }
    }

    private MetadataCommand plan(Alteration alteration) {
        ConfigResource resource = alteration.resource();
        return switch (resource.type()) {
            case TOPIC -> topicEdits.plan(topic(resource.name()), alteration);
            case BROKER -> {
                checkBroker(resource.name());
                yield plan(brokerSchema.translate(alteration), brokerSchema);
            }
            case GROUP -> {
                groupConfigs.entries(resource.name(), Map.of());
                yield plan(alteration, groupConfigs.schema());
            }
            case CLIENT_METRICS -> {
                ClientMetricsConfigs.checkName(resource.name());
                yield plan(alteration, ClientMetricsConfigs.schema());
            }
            case BROKER_LOGGER -> throw new IllegalStateException("log levels are not planned");
        };
    }

    private MetadataCommand plan(Alteration alteration, Schema schema) {
        return EditPlan.of(alteration, metadata.image().configs(alteration.resource()), schema);
    }

    private void alterLoggers(Alteration alteration, boolean validateOnly) {
        checkLoggers(alteration.resource().name());
        if (alteration.replaceAll()) {
            throw new BrokerException(
                    ErrorCode.INVALID_REQUEST, "log levels are changed one by one: use IncrementalAlterConfigs");
        }
        loggers.alter(alteration.edits(), validateOnly);
    }

    private Verdict noted(RequestContext context, ConfigResource resource, Verdict verdict) {
        guard.trail()
                .note(
                        context,
                        "ALTER_CONFIGS",
                        Targets.of(resource.type().name(), resource.name()),
                        verdict.error(),
                        verdict.message());
        return verdict;
    }

    private TopicImage topic(String name) {
        TopicName.check(name);
        return metadata.image()
                .topic(name)
                .orElseThrow(() ->
                        new BrokerException(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, "there is no topic '" + name + "'"));
    }

    private void checkBroker(String name) {
        if (!name.isEmpty() && !name.equals(String.valueOf(brokerId))) {
            throw new BrokerException(
                    ErrorCode.INVALID_REQUEST,
                    "this is broker " + brokerId + "; settings of broker '" + name + "' have to be asked from it");
        }
    }

    private void checkLoggers(String name) {
        checkBroker(name);
        if (name.isEmpty()) {
            throw new BrokerException(ErrorCode.INVALID_REQUEST, "loggers belong to one broker; name it");
        }
    }

    private void require(RequestContext context, Operation operation, ConfigResource resource) {
        String name = resource.name();
        boolean allowed = switch (resource.type()) {
            case TOPIC -> guard.allows(context, operation, Resource.topic(name));
            case GROUP -> guard.allows(context, operation, Resource.group(name));
            case BROKER, BROKER_LOGGER, CLIENT_METRICS -> guard.allows(context, operation, Resource.CLUSTER);
        };
        if (!allowed) {
            ErrorCode error = switch (resource.type()) {
                case TOPIC -> ErrorCode.TOPIC_AUTHORIZATION_FAILED;
                case GROUP -> ErrorCode.GROUP_AUTHORIZATION_FAILED;
                case BROKER, BROKER_LOGGER, CLIENT_METRICS -> ErrorCode.CLUSTER_AUTHORIZATION_FAILED;
            };
            throw new BrokerException(
                    error,
                    context.principal() + " may not " + operation + " of " + resource.type() + " '" + name + "'");
        }
    }
}
