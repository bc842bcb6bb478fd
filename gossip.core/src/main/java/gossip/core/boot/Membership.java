package gossip.core.boot;

import gossip.api.BrokerException;
import gossip.api.Endpoint;
import gossip.api.config.NodeSettings;
import gossip.api.consensus.ConsensusEngine;
import gossip.api.metadata.BrokerRegistration;
import gossip.api.metadata.MetadataCommand.NameCluster;
import gossip.api.metadata.MetadataCommand.RegisterBroker;
import gossip.api.metadata.MetadataImage;
import gossip.api.metadata.MetadataResult;
import gossip.api.metadata.MetadataResult.Refused;
import gossip.api.metadata.MetadataResult.Registered;
import gossip.api.metadata.MetadataStore;
import gossip.core.StartException;
import gossip.core.config.Configuration;
import gossip.core.plugin.Components;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

/** Makes a node a member of its cluster. Used by one thread, which it blocks. */
final class Membership {
    /** Listener under which a node registers the address by which the other voters know it. */
    static final String VOTER = "voter";

    private static final Logger LOG = System.getLogger(Membership.class.getName());

    private final MetadataStore metadata;
    private final String nodeName;
    private final Optional<Endpoint> voter;

    /**
     * Prepares.
     *
     * @param metadata started
     * @param nodeName name of this node
     * @param voter address by which the other voters know this one; empty if it is alone
     */
    Membership(MetadataStore metadata, String nodeName, Optional<Endpoint> voter) {
        this.metadata = metadata;
        this.nodeName = nodeName;
        this.voter = voter;
    }

    /**
     * Prepares with what the configuration says.
     *
     * @param components selected implementations
     * @param configuration effective settings
     * @param metadata the selected store
     * @return the membership
     */
    static Membership of(Components components, Configuration configuration, MetadataStore metadata) {
        boolean hasPeers = configuration.value(NodeSettings.INITIAL_NODES).size() > 1;
        Optional<Endpoint> voter = hasPeers
                ? Optional.of(endpoint(
                        components.selected(ConsensusEngine.class).status().self()))
                : Optional.empty();
        return new Membership(metadata, configuration.value(NodeSettings.ID), voter);
    }

    private static Endpoint endpoint(String hostAndPort) {
        int colon = hostAndPort.lastIndexOf(':');
        return new Endpoint(VOTER, hostAndPort.substring(0, colon), Integer.parseInt(hostAndPort.substring(colon + 1)));
    }

    /**
     * What the image says of this node, as far as that can be relied on before {@link #join}: empty before its first start,
     * and with other voters, for then the image may lack what this node knew when it stopped.
     */
    Optional<BrokerRegistration> present() {
        if (voter.isPresent()) {
            return Optional.empty();
        }
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
        List<Endpoint> all = new ArrayList<>(endpoints);
        voter.ifPresent(all::add);
        while (true) {
            try {
                return tryJoin(all);
            } catch (BrokerException e) {
                // the others may take as long to come as they like
                if (voter.isEmpty()) {
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
