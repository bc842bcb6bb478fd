package gossip.raft.codec;

import gossip.api.metadata.Assignment;
import gossip.api.metadata.BrokerRegistration;
import gossip.api.metadata.ConfigResource;
import gossip.raft.v1.Broker;
import gossip.raft.v1.Endpoint;
import gossip.raft.v1.Uuid;
import java.util.List;
import java.util.UUID;

/** Messages as values of the API. */
final class Values {
    private Values() {}

    static UUID uuid(Uuid id) {
        return new UUID(id.getMostSignificant(), id.getLeastSignificant());
    }

    static List<gossip.api.Endpoint> endpoints(List<Endpoint> endpoints) {
        return endpoints.stream()
                .map(endpoint ->
                        new gossip.api.Endpoint(endpoint.getListener(), endpoint.getHost(), endpoint.getPort()))
                .toList();
    }

    static Assignment assignment(gossip.raft.v1.Assignment assignment) throws MalformedMetadataException {
        int[] replicas = new int[assignment.getReplicasCount()];
        for (int i = 0; i < replicas.length; i++) {
            replicas[i] = assignment.getReplicas(i);
        }
        try {
            return new Assignment(assignment.getReplicationFactor(), replicas);
        } catch (IllegalArgumentException e) {
            throw new MalformedMetadataException("not an assignment of replicas: " + e.getMessage(), e);
        }
    }

    static ConfigResource resource(gossip.raft.v1.ConfigResource resource) throws MalformedMetadataException {
        return switch (resource.getType()) {
            case TYPE_TOPIC -> new ConfigResource(ConfigResource.Type.TOPIC, resource.getName());
            case TYPE_BROKER -> new ConfigResource(ConfigResource.Type.BROKER, resource.getName());
            case TYPE_UNSPECIFIED, UNRECOGNIZED ->
                throw new MalformedMetadataException("unknown type of config resource: " + resource.getTypeValue());
        };
    }

    static BrokerRegistration broker(Broker broker) {
        return new BrokerRegistration(
                broker.getId(), broker.getNodeName(), broker.getEpoch(), endpoints(broker.getEndpointsList()));
    }
}
