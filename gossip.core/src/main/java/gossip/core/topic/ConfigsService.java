package gossip.core.topic;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.broker.Configs;
import gossip.api.broker.RequestContext;
import gossip.api.config.Setting;
import gossip.api.config.Settings;
import gossip.api.metadata.ConfigResource;
import gossip.api.metadata.MetadataCommand;
import gossip.api.metadata.MetadataStore;
import gossip.api.metadata.TopicImage;
import gossip.api.security.Operation;
import gossip.api.security.Resource;
import gossip.core.security.Guard;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/**
 * Reads and changes settings of topics; reads those of the broker, which come from its configuration and are fixed while it
 * runs. Thread-safe; never blocks.
 */
public final class ConfigsService implements Configs {
    private final MetadataStore metadata;
    private final Guard guard;
    private final int brokerId;
    private final TopicEntries topicEntries;
    private final BrokerEntries brokerEntries;
    private final ConfigEdits edits;

    /**
     * Creates the service.
     *
     * @param metadata where topics are kept
     * @param guard decides what a client may do
     * @param brokerId number of this broker
     * @param topicSettings settings of topics
     * @param settings effective settings of the broker; one that differs from its default counts as configured
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
        this.topicEntries = new TopicEntries(topicSettings);
        this.brokerEntries = new BrokerEntries(brokerId, settings, declared);
        this.edits = new ConfigEdits(topicSettings);
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
        return switch (resource.type()) {
            case TOPIC -> topicEntries.of(topic(resource.name()).configs());
            case BROKER -> {
                checkBroker(resource.name());
                yield resource.name().isEmpty() ? List.of() : brokerEntries.all();
            }
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
            MetadataCommand command = switch (resource.type()) {
                case TOPIC -> edits.plan(topic(resource.name()), alteration);
                case BROKER -> throw fixedBroker(resource.name());
            };
            return validateOnly
                    ? CompletableFuture.completedFuture(Verdict.OK)
                    : metadata.submit(command).handle(Verdict::of);
        } catch (BrokerException e) {
            return CompletableFuture.completedFuture(Verdict.of(e));
        }
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

    private BrokerException fixedBroker(String name) {
        checkBroker(name);
        return new BrokerException(
                ErrorCode.INVALID_REQUEST,
                "settings of a broker cannot be changed while it runs: change gossip.yaml and restart it");
    }

    private void require(RequestContext context, Operation operation, ConfigResource resource) {
        boolean isTopic = resource.type() == ConfigResource.Type.TOPIC;
        if (!guard.allows(context, operation, isTopic ? Resource.topic(resource.name()) : Resource.CLUSTER)) {
            throw new BrokerException(
                    isTopic ? ErrorCode.TOPIC_AUTHORIZATION_FAILED : ErrorCode.CLUSTER_AUTHORIZATION_FAILED,
                    context.principal() + " may not " + operation + " of " + resource.type() + " '" + resource.name()
                            + "'");
        }
    }
}
