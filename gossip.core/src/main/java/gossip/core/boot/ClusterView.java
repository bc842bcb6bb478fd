package gossip.core.boot;

import gossip.api.Endpoint;
import gossip.api.broker.Cluster;
import gossip.api.broker.RequestContext;
import gossip.api.metadata.BrokerRegistration;
import gossip.api.metadata.MetadataImage;
import gossip.api.metadata.MetadataStore;
import gossip.api.security.Operation;
import gossip.api.security.Resource;
import gossip.core.security.Guard;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/** The cluster as this node sees it. Thread-safe; reads memory only. */
final class ClusterView implements Cluster {
    private final int brokerId;
    private final MetadataStore metadata;
    private final Guard guard;

    ClusterView(int brokerId, MetadataStore metadata, Guard guard) {
        this.brokerId = brokerId;
        this.metadata = metadata;
        this.guard = guard;
    }

    @Override
    public UUID id() {
        return metadata.image().clusterId().orElseThrow();
    }

    @Override
    public int brokerId() {
        return brokerId;
    }

    @Override
    public OptionalInt controllerId() {
        Optional<String> leader = metadata.leader();
        if (leader.isPresent()) {
            for (BrokerRegistration broker : metadata.image().brokers().values()) {
                if (isCalled(broker, leader.get())) {
                    return OptionalInt.of(broker.id());
                }
            }
        }
        return OptionalInt.empty();
    }

    /** A quorum of one calls its voter by the node's name, one of several by the address that the others know. */
    private static boolean isCalled(BrokerRegistration broker, String voter) {
        if (broker.nodeName().equals(voter)) {
            return true;
        }
        for (Endpoint endpoint : broker.endpoints()) {
            if (endpoint.listener().equals(Membership.VOTER)
                    && endpoint.toString().equals(voter)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public MetadataImage metadata() {
        return metadata.image();
    }

    @Override
    public boolean allows(RequestContext context, Operation operation, Resource resource) {
        return guard.permits(context, operation, resource);
    }

    @Override
    public boolean admits(RequestContext context, Operation operation, Resource resource) {
        return guard.allows(context, operation, resource);
    }
}
