package gossip.core.groupstore;

import gossip.api.broker.Administration;
import gossip.api.broker.Broker;
import gossip.api.broker.Cluster;
import gossip.api.broker.Configs;
import gossip.api.broker.Figures;
import gossip.api.broker.Groups;
import gossip.api.broker.Messages;
import gossip.api.broker.Quotas;
import gossip.api.broker.Records;
import gossip.api.broker.RequestContext;
import gossip.api.broker.Security;
import gossip.api.broker.Telemetry;
import gossip.api.broker.Topics;
import gossip.api.broker.Transactions;
import gossip.api.metadata.MetadataImage;
import gossip.api.metadata.MetadataStore;
import gossip.api.schema.SchemaRegistry;
import gossip.api.security.Operation;
import gossip.api.security.Resource;
import java.util.OptionalInt;
import java.util.UUID;

/** As much of a broker as the offset store needs: broker 1 with records in memory. */
public record MemoryBroker(MetadataStore metadata, Records records) implements Broker {
    @Override
    public Cluster cluster() {
        return new Cluster() {
            @Override
            public UUID id() {
                return new UUID(0, 1);
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
                return metadata.image();
            }

            @Override
            public boolean allows(RequestContext context, Operation operation, Resource resource) {
                return true;
            }

            @Override
            public boolean admits(RequestContext context, Operation operation, Resource resource) {
                return true;
            }
        };
    }

    @Override
    public Security security() {
        throw new UnsupportedOperationException("not needed to keep offsets");
    }

    @Override
    public Topics topics() {
        throw new UnsupportedOperationException("not needed to keep offsets");
    }

    @Override
    public Configs configs() {
        throw new UnsupportedOperationException("not needed to keep offsets");
    }

    @Override
    public Transactions transactions() {
        throw new UnsupportedOperationException("not needed to keep offsets");
    }

    @Override
    public Groups groups() {
        throw new UnsupportedOperationException("not needed to keep offsets");
    }

    @Override
    public Quotas quotas() {
        throw new UnsupportedOperationException("not needed to keep offsets");
    }

    @Override
    public Administration administration() {
        throw new UnsupportedOperationException("not needed to keep offsets");
    }

    @Override
    public Telemetry telemetry() {
        throw new UnsupportedOperationException("not needed to keep offsets");
    }

    @Override
    public Figures figures() {
        throw new UnsupportedOperationException("not needed to keep offsets");
    }

    @Override
    public SchemaRegistry schemas(RequestContext context) {
        throw new UnsupportedOperationException("not needed to keep offsets");
    }

    @Override
    public Messages messages() {
        throw new UnsupportedOperationException("not needed to keep offsets");
    }
}
