package gossip.plugins.kafka.memory;

import gossip.api.Endpoint;
import gossip.api.broker.Cluster;
import gossip.api.broker.RequestContext;
import gossip.api.metadata.MetadataCommand;
import gossip.api.metadata.MetadataImage;
import gossip.api.metadata.MetadataResult;
import gossip.api.security.Operation;
import gossip.api.security.Resource;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Metadata of one broker. */
public final class MemoryCluster implements Cluster {
    private final UUID id = UUID.randomUUID();
    private final Set<Resource> hidden = ConcurrentHashMap.newKeySet();
    private volatile MetadataImage metadata = MetadataImage.EMPTY;

    MemoryCluster(List<Endpoint> endpoints) {
        apply(new MetadataCommand.RegisterBroker("memory", endpoints));
    }

    synchronized MetadataResult apply(MetadataCommand command) {
        MetadataImage.Applied applied = metadata.apply(command);
        metadata = applied.image();
        return applied.result();
    }

    /** Nobody may do anything with it from now on. */
    public void hide(Resource resource) {
        hidden.add(resource);
    }

    @Override
    public UUID id() {
        return id;
    }

    @Override
    public int brokerId() {
        return 1;
    }

    @Override
    public OptionalInt controllerId() {
        return OptionalInt.of(1);
    }

    @Override
    public MetadataImage metadata() {
        return metadata;
    }

    @Override
    public boolean allows(RequestContext context, Operation operation, Resource resource) {
        return !hidden.contains(resource);
    }

    @Override
    public boolean admits(RequestContext context, Operation operation, Resource resource) {
        return allows(context, operation, resource);
    }
}
