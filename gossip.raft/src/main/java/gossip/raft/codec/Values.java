package gossip.raft.codec;

import gossip.api.metadata.Assignment;
import gossip.api.metadata.BrokerRegistration;
import gossip.api.metadata.ConfigResource;
import gossip.api.metadata.QuotaEntity;
import gossip.raft.v1.Broker;
import gossip.raft.v1.Endpoint;
import gossip.raft.v1.SnapshotPart;
import gossip.raft.v1.Uuid;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        return new ConfigResource(type(resource.getType()), resource.getName());
    }

    private static ConfigResource.Type type(gossip.raft.v1.ConfigResource.Type type) throws MalformedMetadataException {
        return switch (type) {
            case TYPE_TOPIC -> ConfigResource.Type.TOPIC;
            case TYPE_BROKER -> ConfigResource.Type.BROKER;
            case TYPE_BROKER_LOGGER -> ConfigResource.Type.BROKER_LOGGER;
            case TYPE_GROUP -> ConfigResource.Type.GROUP;
            case TYPE_CLIENT_METRICS -> ConfigResource.Type.CLIENT_METRICS;
            case TYPE_UNSPECIFIED, UNRECOGNIZED ->
                throw new MalformedMetadataException("unknown type of config resource: " + type);
        };
    }

    static ConfigResource resource(SnapshotPart.BrokerConfigs configs) throws MalformedMetadataException {
        boolean isBroker = configs.getType() == gossip.raft.v1.ConfigResource.Type.TYPE_UNSPECIFIED;
        return new ConfigResource(isBroker ? ConfigResource.Type.BROKER : type(configs.getType()), configs.getName());
    }

    static QuotaEntity entity(gossip.raft.v1.QuotaEntity entity) throws MalformedMetadataException {
        Map<QuotaEntity.Type, Optional<String>> names = new EnumMap<>(QuotaEntity.Type.class);
        if (entity.hasUser()) {
            names.put(QuotaEntity.Type.USER, name(entity.getUser()));
        }
        if (entity.hasClientId()) {
            names.put(QuotaEntity.Type.CLIENT_ID, name(entity.getClientId()));
        }
        if (entity.hasIp()) {
            names.put(QuotaEntity.Type.IP, name(entity.getIp()));
        }
        if (names.isEmpty()) {
            throw new MalformedMetadataException("a quota for nobody");
        }
        return new QuotaEntity(names);
    }

    private static Optional<String> name(gossip.raft.v1.QuotaEntity.Name name) {
        return name.hasName() ? Optional.of(name.getName()) : Optional.empty();
    }

    static BrokerRegistration broker(Broker broker) {
        return new BrokerRegistration(
                broker.getId(), broker.getNodeName(), broker.getEpoch(), endpoints(broker.getEndpointsList()));
    }
}
