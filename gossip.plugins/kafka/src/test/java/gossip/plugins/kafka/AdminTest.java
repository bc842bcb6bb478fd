package gossip.plugins.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gossip.plugins.kafka.memory.TestServer;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicCollection;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The official admin client against the server. */
class AdminTest {
    private static final ConfigResource TOPIC = new ConfigResource(ConfigResource.Type.TOPIC, "orders");

    private TestServer server;
    private Admin admin;

    @BeforeEach
    void start() throws Exception {
        server = TestServer.start();
        admin = Admin.create(Map.of(
                "bootstrap.servers",
                server.address(),
                "request.timeout.ms",
                "10000",
                "default.api.timeout.ms",
                "20000"));
    }

    @AfterEach
    void stop() {
        admin.close();
        server.close();
    }

    @Test
    void topicIsCreatedDescribedGrownAndDeleted() throws Exception {
        Uuid id = create("orders", 3);

        TopicDescription before = describe("orders");
        assertThat(before.topicId()).isEqualTo(id);
        assertThat(before.partitions()).hasSize(3).allMatch(p -> p.leader().id() == 1);
        assertThat(before.authorizedOperations()).isNull();

        admin.createPartitions(Map.of("orders", NewPartitions.increaseTo(5)))
                .all()
                .get();
        assertThat(describe("orders").partitions()).hasSize(5);
        assertThat(admin.listTopics().names().get()).containsExactly("orders");

        admin.deleteTopics(List.of("orders")).all().get();
        assertThat(admin.listTopics().names().get()).isEmpty();
    }

    @Test
    void topicIsDeletedById() throws Exception {
        Uuid id = create("orders", 1);
        assertThat(admin.describeTopics(TopicCollection.ofTopicIds(List.of(id)))
                        .allTopicIds()
                        .get())
                .containsKey(id);
        admin.deleteTopics(TopicCollection.ofTopicIds(List.of(id))).all().get();
        assertThat(admin.listTopics().names().get()).isEmpty();
    }

    @Test
    void manyTopicsAreDescribedPageByPage() throws Exception {
        create("a", 1500);
        create("b", 1500);
        create("c", 1);
        Map<String, TopicDescription> all =
                admin.describeTopics(List.of("a", "b", "c")).allTopicNames().get();
        assertThat(all.get("a").partitions()).hasSize(1500);
        assertThat(all.get("b").partitions()).hasSize(1500);
        assertThat(all.get("c").partitions()).hasSize(1);
    }

    @Test
    void validationCreatesNothing() throws Exception {
        admin.createTopics(List.of(new NewTopic("orders", 1, (short) 1)), new CreateTopicsOptions().validateOnly(true))
                .all()
                .get();
        assertThat(admin.listTopics().names().get()).isEmpty();
    }

    @Test
    void failuresNameTheirReason() throws Exception {
        create("orders", 1);
        assertThatThrownBy(() -> create("orders", 1)).hasCauseInstanceOf(TopicExistsException.class);
        assertThatThrownBy(() -> describe("missing")).hasCauseInstanceOf(UnknownTopicOrPartitionException.class);
        assertThatThrownBy(() ->
                        admin.describeConsumerGroups(List.of("missing")).all().get())
                .hasCauseInstanceOf(GroupIdNotFoundException.class);
    }

    @Test
    void clusterIsDescribed() throws Exception {
        var described = admin.describeCluster(new DescribeClusterOptions().includeAuthorizedOperations(true));
        assertThat(described.nodes().get()).singleElement().satisfies(node -> {
            assertThat(node.port()).isEqualTo(server.port());
            assertThat(node.host()).isEqualTo("127.0.0.1");
        });
        assertThat(described.clusterId().get()).hasSize(22);
        assertThat(described.controller().get().id()).isEqualTo(1);
        assertThat(described.authorizedOperations().get()).contains(AclOperation.CREATE, AclOperation.ALTER);
    }

    @Test
    void configsAreChangedOneByOne() throws Exception {
        create("orders", 1);
        alter(new AlterConfigOp(new ConfigEntry("retention.ms", "1000"), AlterConfigOp.OpType.SET));
        assertThat(config().get("retention.ms").value()).isEqualTo("1000");
        assertThat(config().get("retention.ms").source()).isEqualTo(ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG);

        alter(new AlterConfigOp(new ConfigEntry("retention.ms", null), AlterConfigOp.OpType.DELETE));
        assertThat(config().get("retention.ms").source()).isEqualTo(ConfigEntry.ConfigSource.DEFAULT_CONFIG);
    }

    @Test
    void offsetsAndDeletionOfRecordsWorkOnAnEmptyPartition() throws Exception {
        create("orders", 1);
        TopicPartition partition = new TopicPartition("orders", 0);
        for (OffsetSpec spec : List.of(OffsetSpec.earliest(), OffsetSpec.latest())) {
            assertThat(admin.listOffsets(Map.of(partition, spec))
                            .partitionResult(partition)
                            .get()
                            .offset())
                    .isZero();
        }
        assertThat(admin.listOffsets(Map.of(partition, OffsetSpec.maxTimestamp()))
                        .partitionResult(partition)
                        .get()
                        .offset())
                .isEqualTo(-1);
        assertThat(admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(0)))
                        .lowWatermarks()
                        .get(partition)
                        .get()
                        .lowWatermark())
                .isZero();
    }

    private Uuid create(String topic, int partitions) throws InterruptedException, ExecutionException {
        return admin.createTopics(Set.of(new NewTopic(topic, partitions, (short) 1)))
                .topicId(topic)
                .get();
    }

    private TopicDescription describe(String topic) throws InterruptedException, ExecutionException {
        return admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic);
    }

    private void alter(AlterConfigOp operation) throws InterruptedException, ExecutionException {
        Map<ConfigResource, Collection<AlterConfigOp>> changes = Map.of(TOPIC, List.of(operation));
        admin.incrementalAlterConfigs(changes).all().get();
    }

    private Config config() throws InterruptedException, ExecutionException {
        return admin.describeConfigs(List.of(TOPIC)).all().get().get(TOPIC);
    }
}
