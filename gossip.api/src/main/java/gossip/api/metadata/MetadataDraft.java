package gossip.api.metadata;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** An image while it is put together. Used by one thread, within one method. */
final class MetadataDraft {
    Optional<UUID> clusterId = Optional.empty();
    Map<Integer, BrokerRegistration> brokers = Map.of();
    TopicsImage topics = TopicsImage.EMPTY;
    ConfigsImage configs = ConfigsImage.EMPTY;
    QuotasImage quotas = QuotasImage.EMPTY;
    long nextBrokerEpoch = 1;
    long nextProducerId;
    SecurityImage security = SecurityImage.EMPTY;
    SchemasImage schemas = SchemasImage.EMPTY;

    MetadataImage image() {
        return new MetadataImage(this);
    }
}
