package gossip.raft.codec;

import com.google.protobuf.InvalidProtocolBufferException;
import gossip.api.metadata.BrokerRegistration;
import gossip.api.metadata.ConfigResource;
import gossip.api.metadata.ConfigsImage;
import gossip.api.metadata.MetadataImage;
import gossip.api.metadata.QuotaEntity;
import gossip.api.metadata.QuotasImage;
import gossip.api.metadata.SecurityImage;
import gossip.api.metadata.TopicImage;
import gossip.api.security.Acl;
import gossip.api.security.DelegationToken;
import gossip.api.security.UserCredential;
import gossip.raft.v1.SnapshotPart;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Reads an image from a stream. */
public final class SnapshotReader {
    private final List<BrokerRegistration> brokers = new ArrayList<>();
    private final List<TopicImage> topics = new ArrayList<>();
    private final Map<ConfigResource, Map<String, String>> configs = new HashMap<>();
    private final Map<QuotaEntity, Map<String, Double>> quotas = new HashMap<>();
    private final List<Acl> acls = new ArrayList<>();
    private final List<UserCredential> credentials = new ArrayList<>();
    private final List<DelegationToken> tokens = new ArrayList<>();
    private final SchemaParts schemas = new SchemaParts();
    private long partCount;

    private SnapshotReader() {}

    /**
     * Reads an image.
     *
     * @param source gives the bytes; should be buffered; not closed
     * @return the image
     * @throws MalformedMetadataException if the bytes are not a whole snapshot of a known version
     * @throws IOException if the source fails
     */
    public static MetadataImage read(InputStream source) throws IOException {
        try {
            start(new DataInputStream(source));
            return new SnapshotReader().parts(source);
        } catch (EOFException | InvalidProtocolBufferException e) {
            throw new MalformedMetadataException("not a whole metadata snapshot", e);
        }
    }

    private static void start(DataInputStream source) throws IOException {
        if (source.readLong() != SnapshotFormat.MAGIC) {
            throw new MalformedMetadataException("not a metadata snapshot: it starts with other bytes");
        }
        int version = source.readInt();
        if (version != SnapshotFormat.VERSION) {
            throw new MalformedMetadataException("a metadata snapshot of version " + version
                    + "; this version of Gossip reads " + SnapshotFormat.VERSION);
        }
    }

    private MetadataImage parts(InputStream source) throws IOException {
        SnapshotPart first = next(source);
        if (!first.hasHead()) {
            throw new MalformedMetadataException("a metadata snapshot without a head");
        }
        for (SnapshotPart part = next(source); !part.hasEnd(); part = next(source)) {
            take(part);
        }
        return image(first.getHead());
    }

    private SnapshotPart next(InputStream source) throws IOException {
        SnapshotPart part = SnapshotPart.parseDelimitedFrom(source);
        if (part == null) {
            throw new EOFException("the snapshot ends after " + partCount + " parts");
        }
        if (part.hasEnd() && part.getEnd().getPartCount() != partCount) {
            throw new MalformedMetadataException("a metadata snapshot with " + partCount + " parts, but "
                    + part.getEnd().getPartCount() + " were written");
        }
        partCount++;
        return part;
    }

    private void take(SnapshotPart part) throws MalformedMetadataException {
        switch (part.getKindCase()) {
            case BROKER -> brokers.add(Values.broker(part.getBroker()));
            case BROKER_CONFIGS ->
                configs.put(
                        Values.resource(part.getBrokerConfigs()),
                        part.getBrokerConfigs().getConfigsMap());
            case TOPIC -> topics.add(topic(part.getTopic()));
            case QUOTA ->
                quotas.put(
                        Values.entity(part.getQuota().getEntity()),
                        part.getQuota().getLimitsMap());
            case ACL -> acls.add(SecurityValues.acl(part.getAcl()));
            case CREDENTIAL -> credentials.add(SecurityValues.credential(part.getCredential()));
            case TOKEN -> tokens.add(SecurityValues.token(part.getToken()));
            case SCHEMA_HEAD -> schemas.take(part.getSchemaHead());
            case SCHEMA -> schemas.take(part.getSchema());
            case SUBJECT -> schemas.take(part.getSubject());
            case SCHEMA_SETTING -> schemas.take(part.getSchemaSetting());
            case HEAD, END, KIND_NOT_SET ->
                throw new MalformedMetadataException("a metadata snapshot whose part " + partCount
                        + " is of an unknown kind; was it written by a newer version of Gossip?");
        }
    }

    private static TopicImage topic(SnapshotPart.Topic topic) throws MalformedMetadataException {
        return new TopicImage(
                topic.getName(),
                Values.uuid(topic.getId()),
                Values.assignment(topic.getAssignment()),
                topic.getConfigsMap());
    }

    private MetadataImage image(SnapshotPart.Head head) {
        Optional<UUID> clusterId =
                head.hasClusterId() ? Optional.of(Values.uuid(head.getClusterId())) : Optional.empty();
        return MetadataImage.of(new MetadataImage.Parts(
                clusterId,
                brokers,
                topics,
                new ConfigsImage(configs),
                new QuotasImage(quotas),
                head.getNextBrokerEpoch(),
                head.getNextProducerId(),
                SecurityImage.of(acls, credentials, tokens),
                schemas.image()));
    }
}
