package gossip.raft.codec;

import gossip.api.Endpoint;
import gossip.api.ErrorCode;
import gossip.api.metadata.Assignment;
import gossip.api.metadata.BrokerRegistration;
import gossip.api.metadata.ConfigResource;
import gossip.api.metadata.ConfigsImage;
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
import gossip.api.metadata.MetadataImage;
import gossip.api.metadata.MetadataResult;
import gossip.api.metadata.MetadataResult.Done;
import gossip.api.metadata.MetadataResult.ProducerIds;
import gossip.api.metadata.MetadataResult.Refused;
import gossip.api.metadata.MetadataResult.Registered;
import gossip.api.metadata.MetadataResult.RegisteredVersion;
import gossip.api.metadata.QuotaEntity;
import gossip.api.metadata.QuotasImage;
import gossip.api.metadata.TopicImage;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Any metadata there can be. */
final class Metadata {
    private Metadata() {}

    static Arbitrary<MetadataCommand> commands() {
        return Arbitraries.oneOf(
                uuids().map(NameCluster::new),
                Combinators.combine(texts(), endpoints()).as(RegisterBroker::new),
                Combinators.combine(texts(), uuids(), assignments(), configs(), Arbitraries.of(true, false))
                        .as(CreateTopic::new),
                uuids().map(DeleteTopic::new),
                Combinators.combine(uuids(), Arbitraries.integers(), assignments())
                        .as(CreatePartitions::new),
                Combinators.combine(resources(), configs(), texts().set().ofMaxSize(5))
                        .as(AlterConfigs::new),
                Arbitraries.integers().map(AllocateProducerIds::new),
                Combinators.combine(entities(), limits(), texts().set().ofMaxSize(5))
                        .as(AlterQuotas::new),
                Arbitraries.integers().map(UnregisterBroker::new),
                SecurityMetadata.changes(),
                SchemaMetadata.changes());
    }

    static Arbitrary<MetadataResult> results() {
        return Arbitraries.oneOf(
                Arbitraries.just(new Done()),
                Combinators.combine(Arbitraries.of(ErrorCode.class), texts()).as(Refused::new),
                brokers().map(Registered::new),
                Combinators.combine(Arbitraries.longs(), Arbitraries.integers()).as(ProducerIds::new),
                Combinators.combine(Arbitraries.integers(), Arbitraries.integers())
                        .as(RegisteredVersion::new));
    }

    static Arbitrary<MetadataImage.Parts> images() {
        return Combinators.combine(
                        uuids().optional(),
                        brokers().list().ofMaxSize(5).uniqueElements(BrokerRegistration::id),
                        topics(),
                        Arbitraries.maps(resources(), configs()).ofMaxSize(5).map(ConfigsImage::new),
                        Arbitraries.maps(entities(), limits()).ofMaxSize(5).map(QuotasImage::new),
                        Arbitraries.longs(),
                        Arbitraries.longs(),
                        Combinators.combine(SecurityMetadata.images(), SchemaMetadata.images())
                                .as(Map::entry))
                .as((cluster, brokers, topics, configs, quotas, epoch, producer, rest) -> new MetadataImage.Parts(
                        cluster, brokers, topics, configs, quotas, epoch, producer, rest.getKey(), rest.getValue()));
    }

    private static Arbitrary<List<TopicImage>> topics() {
        return Combinators.combine(texts(), uuids(), assignments(), configs())
                .as(TopicImage::new)
                .list()
                .ofMaxSize(20)
                .uniqueElements(TopicImage::name)
                .uniqueElements(TopicImage::id);
    }

    private static Arbitrary<BrokerRegistration> brokers() {
        return Combinators.combine(Arbitraries.integers(), texts(), Arbitraries.longs(), endpoints())
                .as(BrokerRegistration::new);
    }

    private static Arbitrary<ConfigResource> resources() {
        return Combinators.combine(Arbitraries.of(ConfigResource.Type.class), texts())
                .as(ConfigResource::new);
    }

    private static Arbitrary<QuotaEntity> entities() {
        return Arbitraries.maps(Arbitraries.of(QuotaEntity.Type.class), texts().optional())
                .ofMinSize(1)
                .map(QuotaEntity::new);
    }

    private static Arbitrary<Map<String, Double>> limits() {
        return Arbitraries.maps(texts(), Arbitraries.doubles()).ofMaxSize(5);
    }

    private static Arbitrary<Assignment> assignments() {
        return Arbitraries.integers()
                .between(1, 5)
                .flatMap(factor -> Arbitraries.integers()
                        .between(0, 40)
                        .flatMap(count -> Arbitraries.integers()
                                .array(int[].class)
                                .ofSize(factor * count)
                                .map(replicas -> new Assignment(factor, replicas))));
    }

    private static Arbitrary<List<Endpoint>> endpoints() {
        return Combinators.combine(texts(), texts(), Arbitraries.integers().between(0, 65_535))
                .as(Endpoint::new)
                .list()
                .ofMaxSize(3);
    }

    private static Arbitrary<Map<String, String>> configs() {
        return Arbitraries.maps(texts(), texts()).ofMaxSize(5);
    }

    /** Protobuf's texts are Unicode, so that half a surrogate pair cannot be one. */
    static Arbitrary<String> texts() {
        return Arbitraries.strings()
                .ofMaxLength(20)
                .filter(text -> text.codePoints().noneMatch(point -> point >= 0xD800 && point <= 0xDFFF));
    }

    private static Arbitrary<UUID> uuids() {
        return Combinators.combine(Arbitraries.longs(), Arbitraries.longs()).as(UUID::new);
    }
}
