package gossip.tests.clients;

import static gossip.tests.packaged.Clients.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gossip.tests.packaged.Clients;
import gossip.tests.packaged.PackagedBroker;
import gossip.tests.packaged.SharedBroker;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidPartitionsException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Topics, settings and offsets through the Java admin client. */
@ExtendWith(SharedBroker.class)
class JavaAdminIT {
    private Clients clients;
    private Admin admin;

    @BeforeEach
    void connect(PackagedBroker broker) {
        clients = Clients.of(broker);
        admin = clients.admin();
    }

    @AfterEach
    void disconnect() {
        admin.close();
    }

    @Test
    void clusterNamesTheBrokerThatAnswers() {
        Collection<Node> nodes = await(admin.describeCluster().nodes());

        assertThat(nodes).hasSize(1);
        Node node = nodes.iterator().next();
        assertThat(node.host() + ":" + node.port()).isEqualTo(clients.bootstrap());
        assertThat(await(admin.describeCluster().controller()).id()).isEqualTo(node.id());
        assertThat(await(admin.describeCluster().clusterId())).isNotEmpty();
    }

    @Test
    void topicIsCreatedDescribedAndDeleted() {
        String topic = clients.createTopic("admin-topic", 4, Map.of("retention.ms", "3600000"));

        TopicDescription description = describe(topic);
        assertThat(description.partitions()).hasSize(4).allSatisfy(partition -> {
            assertThat(partition.leader().isEmpty()).isFalse();
            assertThat(partition.isr()).hasSize(1);
        });
        assertThat(await(admin.listTopics().names())).contains(topic);
        assertThat(config(topic, "retention.ms").value()).isEqualTo("3600000");

        await(admin.deleteTopics(List.of(topic)).all());
        assertThat(await(admin.listTopics().names())).doesNotContain(topic);
        assertThatThrownBy(() -> describe(topic)).isInstanceOf(UnknownTopicOrPartitionException.class);
    }

    @Test
    void topicCreatedAgainIsEmptyAndHasANewId() throws Exception {
        String topic = clients.createTopic("admin-again", 1, Map.of());
        produce(topic, 10);
        var firstId = describe(topic).topicId();

        await(admin.deleteTopics(List.of(topic)).all());
        clients.createTopic(topic, 1, Map.of());

        assertThat(describe(topic).topicId()).isNotEqualTo(firstId);
        assertThat(offset(topic, OffsetSpec.latest()).offset()).isZero();
        produce(topic, 3);
        assertThat(clients.readAll(topic)).extracting(ConsumerRecord::offset).containsExactly(0L, 1L, 2L);
    }

    @Test
    void impossibleTopicsAreRefusedWithTheReason() {
        clients.createTopic("admin-taken", 1, Map.of());

        assertThatThrownBy(() -> clients.createTopic("admin-taken", 1, Map.of()))
                .isInstanceOf(TopicExistsException.class);
        assertThatThrownBy(() -> clients.createTopic("admin/slash", 1, Map.of()))
                .isInstanceOf(InvalidTopicException.class);
        assertThatThrownBy(() -> clients.createTopic("admin-none", 0, Map.of()))
                .isInstanceOf(InvalidPartitionsException.class);
        assertThatThrownBy(() -> clients.createTopic("admin-config", 1, Map.of("retention.mss", "1")))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("retention.mss");
        assertThatThrownBy(() -> clients.createTopic("admin-value", 1, Map.of("retention.ms", "soon")))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("soon");
    }

    @Test
    void validationAloneCreatesNothing() {
        NewTopic topic = new NewTopic("admin-validated", 2, (short) 1);

        await(admin.createTopics(
                        List.of(topic), new org.apache.kafka.clients.admin.CreateTopicsOptions().validateOnly(true))
                .all());

        assertThat(await(admin.listTopics().names())).doesNotContain("admin-validated");
    }

    @Test
    void partitionsAreAdded() throws Exception {
        String topic = clients.createTopic("admin-partitions", 1, Map.of());

        await(admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(3))).all());

        assertThat(describe(topic).partitions()).hasSize(3);
        try (KafkaProducer<String, String> producer = clients.producer(Map.of())) {
            producer.send(new ProducerRecord<>(topic, 2, "key", "in the new one"))
                    .get();
        }
        assertThat(clients.readAll(topic)).extracting(ConsumerRecord::partition).containsExactly(2);
        assertThatThrownBy(() -> await(admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(2)))
                        .all()))
                .isInstanceOf(InvalidPartitionsException.class);
    }

    @Test
    void topicConfigsAreSetAndReturnToTheirDefaults() {
        String topic = clients.createTopic("admin-configs", 1, Map.of());
        String normal = config(topic, "segment.bytes").value();

        alter(topic, new AlterConfigOp(new ConfigEntry("segment.bytes", "2097152"), AlterConfigOp.OpType.SET));
        assertThat(config(topic, "segment.bytes").value()).isEqualTo("2097152");
        assertThat(config(topic, "segment.bytes").source()).isEqualTo(ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG);

        alter(topic, new AlterConfigOp(new ConfigEntry("segment.bytes", ""), AlterConfigOp.OpType.DELETE));
        assertThat(config(topic, "segment.bytes").value()).isEqualTo(normal);
        assertThatThrownBy(() -> alter(
                        topic, new AlterConfigOp(new ConfigEntry("segment.bytes", "few"), AlterConfigOp.OpType.SET)))
                .isInstanceOf(InvalidConfigurationException.class);
    }

    @Test
    void durabilityIsATopicConfig() {
        String topic = clients.createTopic("admin-durability", 1, Map.of("gossip.durability", "os"));

        assertThat(config(topic, "gossip.durability").value()).isEqualTo("os");
    }

    @Test
    void brokerConfigsAreShown() {
        int id = await(admin.describeCluster().nodes()).iterator().next().id();
        ConfigResource broker = new ConfigResource(ConfigResource.Type.BROKER, Integer.toString(id));

        Collection<ConfigEntry> entries =
                await(admin.describeConfigs(List.of(broker)).all()).get(broker).entries();

        assertThat(entries).isNotEmpty();
    }

    @Test
    void offsetsAreListedInEveryWay() throws Exception {
        String topic = clients.createTopic("admin-offsets", 1, Map.of());
        long base = System.currentTimeMillis() - 1_000_000;
        try (KafkaProducer<String, String> producer = clients.producer(Map.of())) {
            for (long time : new long[] {base, base + 10, base + 500, base + 20, base + 30}) {
                producer.send(new ProducerRecord<>(topic, 0, time, "k", "v")).get();
            }
        }

        assertThat(offset(topic, OffsetSpec.earliest()).offset()).isZero();
        assertThat(offset(topic, OffsetSpec.latest()).offset()).isEqualTo(5);
        assertThat(offset(topic, OffsetSpec.forTimestamp(base + 11)).offset()).isEqualTo(2);
        assertThat(offset(topic, OffsetSpec.forTimestamp(base + 501)).offset()).isEqualTo(-1);
        assertThat(offset(topic, OffsetSpec.maxTimestamp()).offset()).isEqualTo(2);
        assertThat(offset(topic, OffsetSpec.maxTimestamp()).timestamp()).isEqualTo(base + 500);
    }

    @Test
    void deletedRecordsAreGone() throws Exception {
        String topic = clients.createTopic("admin-delete-records", 1, Map.of());
        produce(topic, 10);
        TopicPartition partition = new TopicPartition(topic, 0);

        var deleted = admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(7)));

        assertThat(await(deleted.lowWatermarks().get(partition)).lowWatermark()).isEqualTo(7);
        assertThat(offset(topic, OffsetSpec.earliest()).offset()).isEqualTo(7);
        assertThat(clients.readAll(topic)).extracting(ConsumerRecord::offset).containsExactly(7L, 8L, 9L);
    }

    private void produce(String topic, int count) throws Exception {
        try (KafkaProducer<String, String> producer = clients.producer(Map.of())) {
            for (int i = 0; i < count; i++) {
                producer.send(new ProducerRecord<>(topic, 0, "k" + i, "v" + i)).get();
            }
        }
    }

    private TopicDescription describe(String topic) {
        return await(admin.describeTopics(List.of(topic)).allTopicNames()).get(topic);
    }

    private ConfigEntry config(String topic, String key) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        return await(admin.describeConfigs(List.of(resource)).all())
                .get(resource)
                .get(key);
    }

    private void alter(String topic, AlterConfigOp operation) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        await(admin.incrementalAlterConfigs(Map.of(resource, List.of(operation)))
                .all());
    }

    private ListOffsetsResultInfo offset(String topic, OffsetSpec spec) {
        TopicPartition partition = new TopicPartition(topic, 0);
        return await(admin.listOffsets(Map.of(partition, spec)).all()).get(partition);
    }
}
