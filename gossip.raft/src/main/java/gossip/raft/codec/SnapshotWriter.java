package gossip.raft.codec;

import gossip.api.metadata.ConfigResource;
import gossip.api.metadata.MetadataImage;
import gossip.api.metadata.QuotaEntity;
import gossip.api.metadata.SecurityImage;
import gossip.api.metadata.TopicImage;
import gossip.api.security.Acl;
import gossip.api.security.DelegationToken;
import gossip.api.security.UserCredential;
import gossip.raft.v1.SnapshotPart;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/** Writes an image as a stream, topic by topic, so that no second copy of it is ever in memory. */
public final class SnapshotWriter {
    private final OutputStream target;
    private long partCount;

    private SnapshotWriter(OutputStream target) {
        this.target = target;
    }

    /**
     * Writes an image.
     *
     * @param image the image
     * @param target takes the bytes; should be buffered; not closed
     * @throws IOException if the target fails
     */
    public static void write(MetadataImage image, OutputStream target) throws IOException {
        DataOutputStream start = new DataOutputStream(target);
        start.writeLong(SnapshotFormat.MAGIC);
        start.writeInt(SnapshotFormat.VERSION);
        start.flush();
        new SnapshotWriter(target).parts(image);
    }

    private void parts(MetadataImage image) throws IOException {
        MetadataImage.Parts parts = image.parts();
        part(SnapshotPart.newBuilder().setHead(head(parts)));
        for (var broker : parts.brokers()) {
            part(SnapshotPart.newBuilder().setBroker(Messages.broker(broker)));
        }
        for (var configs : parts.configs().byResource().entrySet()) {
            part(SnapshotPart.newBuilder().setBrokerConfigs(configs(configs)));
        }
        for (var quota : parts.quotas().byEntity().entrySet()) {
            part(SnapshotPart.newBuilder().setQuota(quota(quota)));
        }
        for (TopicImage topic : parts.topics()) {
            part(SnapshotPart.newBuilder().setTopic(topic(topic)));
        }
        security(parts.security());
        for (SnapshotPart.Builder schema :
                (Iterable<SnapshotPart.Builder>) SchemaMessages.parts(parts.schemas())::iterator) {
            part(schema);
        }
        part(SnapshotPart.newBuilder().setEnd(SnapshotPart.End.newBuilder().setPartCount(partCount)));
    }

    private void security(SecurityImage security) throws IOException {
        for (Acl acl : (Iterable<Acl>) security.acls()::iterator) {
            part(SnapshotPart.newBuilder().setAcl(SecurityMessages.acl(acl)));
        }
        for (UserCredential credential : (Iterable<UserCredential>) security.credentials()::iterator) {
            part(SnapshotPart.newBuilder().setCredential(SecurityMessages.credential(credential)));
        }
        for (DelegationToken token : (Iterable<DelegationToken>) security.tokens()::iterator) {
            part(SnapshotPart.newBuilder().setToken(SecurityMessages.token(token)));
        }
    }

    private void part(SnapshotPart.Builder part) throws IOException {
        part.build().writeDelimitedTo(target);
        partCount++;
    }

    private static SnapshotPart.Head head(MetadataImage.Parts parts) {
        SnapshotPart.Head.Builder head = SnapshotPart.Head.newBuilder()
                .setNextBrokerEpoch(parts.nextBrokerEpoch())
                .setNextProducerId(parts.nextProducerId());
        parts.clusterId().ifPresent(id -> head.setClusterId(Messages.uuid(id)));
        return head.build();
    }

    private static SnapshotPart.BrokerConfigs configs(Map.Entry<ConfigResource, Map<String, String>> configs) {
        SnapshotPart.BrokerConfigs.Builder message = SnapshotPart.BrokerConfigs.newBuilder()
                .setName(configs.getKey().name())
                .putAllConfigs(configs.getValue());
        if (configs.getKey().type() != ConfigResource.Type.BROKER) {
            message.setType(Messages.type(configs.getKey().type()));
        }
        return message.build();
    }

    private static SnapshotPart.Quota quota(Map.Entry<QuotaEntity, Map<String, Double>> quota) {
        return SnapshotPart.Quota.newBuilder()
                .setEntity(Messages.entity(quota.getKey()))
                .putAllLimits(quota.getValue())
                .build();
    }

    private static SnapshotPart.Topic topic(TopicImage topic) {
        return SnapshotPart.Topic.newBuilder()
                .setName(topic.name())
                .setId(Messages.uuid(topic.id()))
                .setAssignment(Messages.assignment(topic.assignment()))
                .putAllConfigs(topic.configs())
                .build();
    }
}
