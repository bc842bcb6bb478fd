package gossip.raft.codec;

import gossip.api.metadata.MetadataCommand;
import gossip.api.metadata.MetadataCommand.AllocateProducerIds;
import gossip.api.metadata.MetadataCommand.AlterConfigs;
import gossip.api.metadata.MetadataCommand.AlterQuotas;
import gossip.api.metadata.MetadataCommand.CreatePartitions;
import gossip.api.metadata.MetadataCommand.CreateTopic;
import gossip.api.metadata.MetadataCommand.DeleteTopic;
import gossip.api.metadata.MetadataCommand.NameCluster;
import gossip.api.metadata.MetadataCommand.RegisterBroker;
import gossip.api.metadata.MetadataCommand.SchemaChange;
import gossip.api.metadata.MetadataCommand.SecurityChange;
import gossip.api.metadata.MetadataCommand.UnregisterBroker;
import gossip.raft.v1.Command;
import java.nio.ByteBuffer;

/** Writes commands for the log. */
public final class CommandEncoder {
    private CommandEncoder() {}

    /**
     * Writes a command.
     *
     * @param command the command
     * @return its bytes, a buffer of its own
     */
    public static ByteBuffer encode(MetadataCommand command) {
        Command.Builder message = Command.newBuilder();
        switch (command) {
            case NameCluster c -> message.setNameCluster(name(c));
            case RegisterBroker c -> message.setRegisterBroker(register(c));
            case CreateTopic c -> message.setCreateTopic(create(c));
            case DeleteTopic c -> message.setDeleteTopic(delete(c));
            case CreatePartitions c -> message.setCreatePartitions(extend(c));
            case AlterConfigs c -> message.setAlterConfigs(alter(c));
            case AllocateProducerIds c -> message.setAllocateProducerIds(allocate(c));
            case SecurityChange c -> message.setSecurityChange(SecurityMessages.change(c));
            case SchemaChange c -> message.setSchemaChange(SchemaMessages.change(c));
            case AlterQuotas c -> message.setAlterQuotas(alter(c));
            case UnregisterBroker c ->
                message.setUnregisterBroker(
                        Command.UnregisterBroker.newBuilder().setId(c.id()));
        }
        return ByteBuffer.wrap(message.build().toByteArray());
    }

    private static Command.NameCluster name(NameCluster command) {
        return Command.NameCluster.newBuilder()
                .setClusterId(Messages.uuid(command.clusterId()))
                .build();
    }

    private static Command.RegisterBroker register(RegisterBroker command) {
        return Command.RegisterBroker.newBuilder()
                .setNodeName(command.nodeName())
                .addAllEndpoints(Messages.endpoints(command.endpoints()))
                .build();
    }

    private static Command.CreateTopic create(CreateTopic command) {
        return Command.CreateTopic.newBuilder()
                .setName(command.name())
                .setId(Messages.uuid(command.id()))
                .setAssignment(Messages.assignment(command.assignment()))
                .putAllConfigs(command.configs())
                .setRefusesCollision(command.refusesCollision())
                .build();
    }

    private static Command.DeleteTopic delete(DeleteTopic command) {
        return Command.DeleteTopic.newBuilder()
                .setId(Messages.uuid(command.id()))
                .build();
    }

    private static Command.CreatePartitions extend(CreatePartitions command) {
        return Command.CreatePartitions.newBuilder()
                .setId(Messages.uuid(command.id()))
                .setExpectedCount(command.expectedCount())
                .setAdded(Messages.assignment(command.added()))
                .build();
    }

    private static Command.AlterConfigs alter(AlterConfigs command) {
        return Command.AlterConfigs.newBuilder()
                .setResource(Messages.resource(command.resource()))
                .putAllSet(command.set())
                .addAllRemoved(command.removed())
                .build();
    }

    private static Command.AllocateProducerIds allocate(AllocateProducerIds command) {
        return Command.AllocateProducerIds.newBuilder()
                .setCount(command.count())
                .build();
    }

    private static Command.AlterQuotas alter(AlterQuotas command) {
        return Command.AlterQuotas.newBuilder()
                .setEntity(Messages.entity(command.entity()))
                .putAllSet(command.set())
                .addAllRemoved(command.removed())
                .build();
    }
}
