package gossip.core.boot;

import gossip.api.BrokerException;
import gossip.api.Endpoint;
import gossip.api.metadata.BrokerRegistration;
import gossip.api.metadata.MetadataCommand.NameCluster;
import gossip.api.metadata.MetadataCommand.RegisterBroker;
import gossip.api.metadata.MetadataImage;
import gossip.api.metadata.MetadataResult;
import gossip.api.metadata.MetadataResult.Refused;
import gossip.api.metadata.MetadataResult.Registered;
import gossip.api.metadata.MetadataStore;
import gossip.core.StartException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

/** Makes a node a member of its cluster. Used by one thread, which it blocks. */
final class Membership {
    private static final Logger LOG = System.getLogger(Membership.class.getName());

    private final MetadataStore metadata;
    private final String nodeName;
    private final boolean waitsForOthers;

    /**
     * Prepares.
     *
     * @param metadata started
     * @param nodeName name of this node
     * @param waitsForOthers whether other nodes are needed for a majority, however long they take to come
     */
    Membership(MetadataStore metadata, String nodeName, boolean waitsForOthers) {
        this.metadata = metadata;
        this.nodeName = nodeName;
        this.waitsForOthers = waitsForOthers;
    }

    /** What the image says of this node; empty before its first start. */
    Optional<BrokerRegistration> present() {
        for (BrokerRegistration broker : metadata.image().brokers().values()) {
            if (broker.nodeName().equals(nodeName)) {
                return Optional.of(broker);
            }
        }
        return Optional.empty();
    }

    /**
     * Names the cluster if nobody has, and registers this node.
     *
     * @param endpoints where clients reach it
     * @return the registration
     * @throws StartException if the metadata refuses
     */
    BrokerRegistration join(List<Endpoint> endpoints) throws InterruptedException {
        while (true) {
            try {
                return tryJoin(endpoints);
            } catch (BrokerException e) {
                if (!waitsForOthers) {
                    throw new StartException("the metadata cannot be changed: " + e.getMessage(), e);
                }
                LOG.log(Level.INFO, "still waiting for a majority of cluster.initial_nodes: {0}", e.getMessage());
            }
        }
    }

    private BrokerRegistration tryJoin(List<Endpoint> endpoints) throws InterruptedException {
        MetadataImage image = metadata.image();
        Optional<CompletionStage<MetadataResult>> named = image.clusterId().isPresent()
                ? Optional.empty()
                : Optional.of(metadata.submit(new NameCluster(UUID.randomUUID())));
        CompletionStage<MetadataResult> registered = metadata.submit(new RegisterBroker(nodeName, endpoints));
        if (named.isPresent()) {
            await(named.get());
        }
        return switch (await(registered)) {
            case Registered done -> done.registration();
            case Refused no -> throw new StartException("the cluster refuses this node: " + no.message());
            case MetadataResult other -> throw new IllegalStateException("registration was answered with " + other);
        };
    }

    private static MetadataResult await(CompletionStage<MetadataResult> stage) throws InterruptedException {
        try {
            return stage.toCompletableFuture().get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof BrokerException refused) {
                throw refused;
            }
            throw new StartException("the metadata cannot be changed: " + e.getCause(), e);
        }
    }
}
