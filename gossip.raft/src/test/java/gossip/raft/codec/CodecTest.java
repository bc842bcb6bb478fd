package gossip.raft.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import gossip.api.metadata.Assignment;
import gossip.api.metadata.ConfigResource;
import gossip.api.metadata.MetadataCommand;
import gossip.api.metadata.MetadataImage;
import gossip.api.metadata.MetadataResult;
import gossip.api.metadata.SchemasImage;
import gossip.api.metadata.TopicImage;
import gossip.raft.v1.Command;
import gossip.raft.v1.SnapshotPart;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class CodecTest {
    @Property(tries = 500)
    void commandComesBack(@ForAll("commands") MetadataCommand command) throws Exception {
        assertThat(CommandDecoder.decode(CommandEncoder.encode(command))).isEqualTo(command);
    }

    @Property(tries = 300)
    void resultComesBackWithItsIndex(@ForAll("results") MetadataResult result, @ForAll long index) throws Exception {
        IndexedResult indexed = new IndexedResult(index, result);

        assertThat(ResultDecoder.decode(ResultEncoder.encode(indexed))).isEqualTo(indexed);
    }

    @Property(tries = 200)
    void imageComesBackFromItsSnapshot(@ForAll("images") MetadataImage.Parts image) throws Exception {
        MetadataImage.Parts read = read(snapshot(image)).parts();

        assertThat(read.clusterId()).isEqualTo(image.clusterId());
        assertThat(read.brokers()).containsExactlyInAnyOrderElementsOf(image.brokers());
        assertThat(read.topics()).containsExactlyInAnyOrderElementsOf(image.topics());
        assertThat(read.configs()).isEqualTo(image.configs());
        assertThat(read.quotas()).isEqualTo(image.quotas());
        assertThat(read.nextBrokerEpoch()).isEqualTo(image.nextBrokerEpoch());
        assertThat(read.nextProducerId()).isEqualTo(image.nextProducerId());
        SchemasImage.Parts schemas = read.schemas().parts();
        assertThat(schemas.subjects())
                .containsExactlyInAnyOrderElementsOf(image.schemas().parts().subjects());
        assertThat(schemas.schemas())
                .containsExactlyInAnyOrderElementsOf(image.schemas().parts().schemas());
        assertThat(schemas.maxIds()).isEqualTo(image.schemas().maxIds());
        assertThat(schemas.settings()).isEqualTo(image.schemas().settings());
        assertThat(schemas.lastRevision()).isEqualTo(image.schemas().parts().lastRevision());
        assertThat(read.security().acls())
                .containsExactlyInAnyOrderElementsOf(image.security().acls().toList());
        assertThat(read.security().credentials())
                .containsExactlyInAnyOrderElementsOf(
                        image.security().credentials().toList());
        assertThat(read.security().tokens())
                .containsExactlyInAnyOrderElementsOf(image.security().tokens().toList());
    }

    @Property(tries = 100)
    void tornSnapshotIsRefused(@ForAll("images") MetadataImage.Parts image, @ForAll Random random) throws Exception {
        byte[] whole = snapshot(image);
        byte[] torn = Arrays.copyOf(whole, random.nextInt(whole.length));

        assertThatThrownBy(() -> read(torn)).isInstanceOf(MalformedMetadataException.class);
    }

    @Property(tries = 300)
    void noiseIsACommandOrIsRefused(@ForAll byte[] noise) {
        Throwable refusal = catchThrowable(() -> CommandDecoder.decode(ByteBuffer.wrap(noise)));

        assertThat(refusal)
                .satisfiesAnyOf(
                        none -> assertThat(none).isNull(),
                        refused -> assertThat(refused).isInstanceOf(MalformedMetadataException.class));
    }

    @Example
    void snapshotOfAnotherVersionNamesBoth() throws Exception {
        byte[] bytes = snapshot(MetadataImage.EMPTY.parts());
        bytes[11] = 2;

        assertThatThrownBy(() -> read(bytes))
                .isInstanceOf(MalformedMetadataException.class)
                .hasMessageContaining("version 2")
                .hasMessageContaining("reads 1");
    }

    @Example
    void otherFilesAreNoSnapshots() {
        assertThatThrownBy(() -> read("something else altogether".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(MalformedMetadataException.class)
                .hasMessageContaining("starts with other bytes");
    }

    @Example
    void configsWithoutATypeAreThoseOfABroker() throws Exception {
        SnapshotPart.BrokerConfigs written = SnapshotPart.BrokerConfigs.newBuilder()
                .setName("1")
                .putConfigs("log.retention.ms", "1")
                .build();

        assertThat(Values.resource(written)).isEqualTo(new ConfigResource(ConfigResource.Type.BROKER, "1"));
    }

    @Example
    void logOfBeforeCollisionsWereRefusedReplaysToBothTopics() throws Exception {
        MetadataImage image = MetadataImage.EMPTY
                .apply(new MetadataCommand.RegisterBroker("node", List.of()))
                .image();

        for (String name : List.of("a.b", "a_b")) {
            image = image.apply(CommandDecoder.decode(ByteBuffer.wrap(createdBefore(name))))
                    .image();
        }

        assertThat(image.topics().map(TopicImage::name)).containsExactlyInAnyOrder("a.b", "a_b");
        MetadataCommand fresh =
                new MetadataCommand.CreateTopic("a.c", new UUID(4, 4), Assignment.onOne(1, 1), Map.of());
        image = image.apply(CommandDecoder.decode(CommandEncoder.encode(fresh))).image();
        MetadataCommand colliding =
                new MetadataCommand.CreateTopic("a_c", new UUID(5, 5), Assignment.onOne(1, 1), Map.of());
        assertThat(image.apply(CommandDecoder.decode(CommandEncoder.encode(colliding)))
                        .result())
                .isInstanceOf(MetadataResult.Refused.class);
    }

    /** The command as it was written by a version without the flag. */
    private static byte[] createdBefore(String name) {
        return Command.newBuilder()
                .setCreateTopic(Command.CreateTopic.newBuilder()
                        .setName(name)
                        .setId(Messages.uuid(new UUID(1, name.hashCode())))
                        .setAssignment(Messages.assignment(Assignment.onOne(1, 1))))
                .build()
                .toByteArray();
    }

    @Example
    void emptyCommandIsOfAnUnknownKind() {
        assertThatThrownBy(() -> CommandDecoder.decode(ByteBuffer.allocate(0)))
                .isInstanceOf(MalformedMetadataException.class)
                .hasMessageContaining("newer version");
    }

    @Provide
    Arbitrary<MetadataCommand> commands() {
        return Metadata.commands();
    }

    @Provide
    Arbitrary<MetadataResult> results() {
        return Metadata.results();
    }

    @Provide
    Arbitrary<MetadataImage.Parts> images() {
        return Metadata.images();
    }

    private static byte[] snapshot(MetadataImage.Parts image) throws IOException {
        ByteArrayOutputStream target = new ByteArrayOutputStream();
        SnapshotWriter.write(MetadataImage.of(image), target);
        return target.toByteArray();
    }

    private static MetadataImage read(byte[] bytes) throws IOException {
        return SnapshotReader.read(new ByteArrayInputStream(bytes));
    }
}
