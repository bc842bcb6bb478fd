package gossip.raft.codec;

import com.google.protobuf.InvalidProtocolBufferException;
import gossip.api.metadata.MetadataCommand;
import gossip.api.metadata.MetadataCommand.AllocateProducerIds;
import gossip.api.metadata.MetadataCommand.AlterConfigs;
import gossip.api.metadata.MetadataCommand.AlterQuotas;
import gossip.api.metadata.MetadataCommand.CreatePartitions;
import gossip.api.metadata.MetadataCommand.CreateTopic;
import gossip.api.metadata.MetadataCommand.DeleteTopic;
import gossip.api.metadata.MetadataCommand.NameCluster;
import gossip.api.metadata.MetadataCommand.RegisterBroker;
import gossip.api.metadata.MetadataCommand.UnregisterBroker;
import gossip.raft.v1.Command;
import java.nio.ByteBuffer;
import java.util.Set;

/** Reads commands from the log. */
public final class CommandDecoder {
    private CommandDecoder() {}

    /**
     * Reads a command.
     *
     * @param bytes from position to limit; not kept
     * @return the command
     * @throws MalformedMetadataException if the bytes are no command that this version knows
     */
    public static MetadataCommand decode(ByteBuffer bytes) throws MalformedMetadataException {
        Command message = parse(bytes);
        return switch (message.getKindCase()) {
            case NAME_CLUSTER ->
                new NameCluster(Values.uuid(message.getNameCluster().getClusterId()));
            case REGISTER_BROKER -> register(message.getRegisterBroker());
            case CREATE_TOPIC -> create(message.getCreateTopic());
            case DELETE_TOPIC ->
                new DeleteTopic(Values.uuid(message.getDeleteTopic().getId()));
            case CREATE_PARTITIONS -> extend(message.getCreatePartitions());
            case ALTER_CONFIGS -> alter(message.getAlterConfigs());
            case ALLOCATE_PRODUCER_IDS ->
                new AllocateProducerIds(message.getAllocateProducerIds().getCount());
            case SECURITY_CHANGE -> SecurityValues.change(message.getSecurityChange());
            case SCHEMA_CHANGE -> SchemaValues.change(message.getSchemaChange());
            case ALTER_QUOTAS -> alter(message.getAlterQuotas());
            case UNREGISTER_BROKER ->
                new UnregisterBroker(message.getUnregisterBroker().getId());
            case KIND_NOT_SET ->
                throw new MalformedMetadataException(
                        "a metadata command of an unknown kind; was it written by a newer version of Gossip?");
        };
    }

    private static Command parse(ByteBuffer bytes) throws MalformedMetadataException {
        try {
            return Command.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new MalformedMetadataException("not a metadata command", e);
        }
    }

    private static MetadataCommand register(Command.RegisterBroker message) {
        return new RegisterBroker(message.getNodeName(), Values.endpoints(message.getEndpointsList()));
    }

    private static MetadataCommand create(Command.CreateTopic message) throws MalformedMetadataException {
        return new CreateTopic(
                message.getName(),
                Values.uuid(message.getId()),
                Values.assignment(message.getAssignment()),
                message.getConfigsMap(),
                message.getRefusesCollision());
    }

    private static MetadataCommand extend(Command.CreatePartitions message) throws MalformedMetadataException {
        return new CreatePartitions(
                Values.uuid(message.getId()), message.getExpectedCount(), Values.assignment(message.getAdded()));
    }

    private static MetadataCommand alter(Command.AlterConfigs message) throws MalformedMetadataException {
        return new AlterConfigs(
                Values.resource(message.getResource()), message.getSetMap(), Set.copyOf(message.getRemovedList()));
    }

    private static MetadataCommand alter(Command.AlterQuotas message) throws MalformedMetadataException {
        return new AlterQuotas(
                Values.entity(message.getEntity()), message.getSetMap(), Set.copyOf(message.getRemovedList()));
    }
}
