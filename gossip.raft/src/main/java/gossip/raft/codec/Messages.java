package gossip.raft.codec;

import gossip.api.metadata.Assignment;
import gossip.api.metadata.BrokerRegistration;
import gossip.api.metadata.ConfigResource;
import gossip.api.metadata.QuotaEntity;
import gossip.raft.v1.Broker;
import gossip.raft.v1.Endpoint;
import gossip.raft.v1.Uuid;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** Values of the API as messages. */
final class Messages {
    private Messages() {}

    static Uuid uuid(UUID id) {
        return Uuid.newBuilder()
                .setMostSignificant(id.getMostSignificantBits())
                .setLeastSignificant(id.getLeastSignificantBits())
                .build();
    }

    static List<Endpoint> endpoints(List<gossip.api.Endpoint> endpoints) {
        return endpoints.stream().map(Messages::endpoint).toList();
    }

    static gossip.raft.v1.Assignment assignment(Assignment assignment) {
        return gossip.raft.v1.Assignment.newBuilder()
                .setReplicationFactor(assignment.replicationFactor())
                .addAllReplicas(Arrays.stream(assignment.flat()).boxed()::iterator)
                .build();
    }

    static gossip.raft.v1.ConfigResource resource(ConfigResource resource) {
        return gossip.raft.v1.ConfigResource.newBuilder()
                .setType(type(resource.type()))
                .setName(resource.name())
                .build();
    }

    static gossip.raft.v1.ConfigResource.Type type(ConfigResource.Type type) {
        return switch (type) {
            case TOPIC -> gossip.raft.v1.ConfigResource.Type.TYPE_TOPIC;
            case BROKER -> gossip.raft.v1.ConfigResource.Type.TYPE_BROKER;
            case BROKER_LOGGER -> gossip.raft.v1.ConfigResource.Type.TYPE_BROKER_LOGGER;
            case GROUP -> gossip.raft.v1.ConfigResource.Type.TYPE_GROUP;
            case CLIENT_METRICS -> gossip.raft.v1.ConfigResource.Type.TYPE_CLIENT_METRICS;
        };
    }

    static gossip.raft.v1.QuotaEntity entity(QuotaEntity entity) {
        gossip.raft.v1.QuotaEntity.Builder message = gossip.raft.v1.QuotaEntity.newBuilder();
        entity.names().forEach((type, name) -> {
            gossip.raft.v1.QuotaEntity.Name.Builder part = gossip.raft.v1.QuotaEntity.Name.newBuilder();
            name.ifPresent(part::setName);
            switch (type) {
                case USER -> message.setUser(part);
                case CLIENT_ID -> message.setClientId(part);
                case IP -> message.setIp(part);
            }
        });
        return message.build();
    }

    static Broker broker(BrokerRegistration broker) {
        return Broker.newBuilder()
                .setId(broker.id())
                .setNodeName(broker.nodeName())
                .setEpoch(broker.epoch())
                .addAllEndpoints(endpoints(broker.endpoints()))
                .build();
    }

    private static Endpoint endpoint(gossip.api.Endpoint endpoint) {
        return Endpoint.newBuilder()
                .setListener(endpoint.listener())
                .setHost(endpoint.host())
                .setPort(endpoint.port())
                .build();
    }
}
