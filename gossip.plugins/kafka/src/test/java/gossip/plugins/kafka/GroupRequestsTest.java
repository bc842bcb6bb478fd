package gossip.plugins.kafka;

import static gossip.plugins.kafka.memory.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import gossip.plugins.kafka.memory.RawClient;
import gossip.plugins.kafka.memory.Requests;
import gossip.plugins.kafka.memory.TestServer;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatRequestData;
import org.apache.kafka.common.message.InitProducerIdRequestData;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestPartition;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestTopic;
import org.apache.kafka.common.message.SyncGroupRequestData;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData.TxnOffsetCommitRequestPartition;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData.TxnOffsetCommitRequestTopic;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.InitProducerIdResponse;
import org.apache.kafka.common.requests.OffsetCommitResponse;
import org.apache.kafka.common.requests.TxnOffsetCommitResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GroupRequestsTest {
    private static final int LAST_WITHOUT_EPOCHS = 8;
    private static final int FIRST_WITH_EPOCHS = 9;
    private static final int FIRST_WITH_TOPIC_IDS = 10;
    private static final int TXN_BY_NAME = 5;

    private TestServer server;
    private RawClient client;

    @BeforeEach
    void start() throws Exception {
        server = TestServer.start();
        client = new RawClient(server.port());
        client.call(ApiKeys.METADATA, 9, Requests.metadata("t"));
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        server.close();
    }

    private Errors commit(int version, OffsetCommitRequestTopic topic) throws Exception {
        OffsetCommitResponse response = (OffsetCommitResponse) client.call(
                ApiKeys.OFFSET_COMMIT,
                version,
                new OffsetCommitRequestData()
                        .setGroupId("g")
                        .setMemberId("m")
                        .setGenerationIdOrMemberEpoch(1)
                        .setTopics(List.of(topic)));
        return Errors.forCode(
                response.data().topics().getFirst().partitions().getFirst().errorCode());
    }

    private static OffsetCommitRequestTopic topic(int partition) {
        return new OffsetCommitRequestTopic()
                .setPartitions(List.of(new OffsetCommitRequestPartition()
                        .setPartitionIndex(partition)
                        .setCommittedOffset(3)));
    }

    @Test
    void membersWithEpochsCommitOnlyInVersionsThatHaveThem() throws Exception {
        client.call(
                ApiKeys.CONSUMER_GROUP_HEARTBEAT,
                1,
                new ConsumerGroupHeartbeatRequestData()
                        .setGroupId("g")
                        .setMemberId("m")
                        .setMemberEpoch(0)
                        .setRebalanceTimeoutMs(1_000)
                        .setSubscribedTopicNames(List.of("t"))
                        .setTopicPartitions(List.of()));
        assertThat(commit(LAST_WITHOUT_EPOCHS, topic(0).setName("t"))).isEqualTo(Errors.UNSUPPORTED_VERSION);
        assertThat(commit(FIRST_WITH_EPOCHS, topic(0).setName("t"))).isEqualTo(Errors.NONE);
    }

    @Test
    void topicsThatAreNotThereAreTold() throws Exception {
        assertThat(commit(FIRST_WITH_EPOCHS, topic(0).setName("unknown"))).isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION);
        assertThat(commit(FIRST_WITH_EPOCHS, topic(9).setName("t"))).isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION);
        assertThat(commit(FIRST_WITH_EPOCHS, topic(-1).setName("t"))).isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION);
        assertThat(commit(FIRST_WITH_EPOCHS, topic(0).setName(""))).isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION);
        assertThat(commit(FIRST_WITH_TOPIC_IDS, topic(0).setTopicId(new Uuid(1, 2))))
                .isEqualTo(Errors.UNKNOWN_TOPIC_ID);
    }

    @Test
    void eachPartitionOfATransactionIsAnsweredForItself() throws Exception {
        InitProducerIdResponse producer = (InitProducerIdResponse) client.call(
                ApiKeys.INIT_PRODUCER_ID,
                4,
                new InitProducerIdRequestData().setTransactionalId("x").setTransactionTimeoutMs(1_000));
        TxnOffsetCommitResponse response = (TxnOffsetCommitResponse) client.call(
                ApiKeys.TXN_OFFSET_COMMIT,
                TXN_BY_NAME,
                new TxnOffsetCommitRequestData()
                        .setTransactionalId("x")
                        .setGroupId("g")
                        .setProducerId(producer.data().producerId())
                        .setProducerEpoch(producer.data().producerEpoch())
                        .setTopics(List.of(new TxnOffsetCommitRequestTopic()
                                .setName("t")
                                .setPartitions(List.of(txn(0), txn(-1), txn(0))))));
        assertThat(response.data().topics().getFirst().partitions())
                .extracting(partition -> Errors.forCode(partition.errorCode()))
                .containsExactly(Errors.NONE, Errors.UNKNOWN_TOPIC_OR_PARTITION, Errors.NONE);
    }

    private static TxnOffsetCommitRequestPartition txn(int partition) {
        return new TxnOffsetCommitRequestPartition()
                .setPartitionIndex(partition)
                .setCommittedOffset(3);
    }

    @Test
    void groupIsToldThatNobodyWaitsAnyMore() throws Exception {
        client.send(
                ApiKeys.SYNC_GROUP,
                5,
                new SyncGroupRequestData()
                        .setGroupId("g")
                        .setMemberId("m")
                        .setGenerationId(1)
                        .setProtocolType("consumer")
                        .setProtocolName("range"));
        client.close();
        eventually("the group is told", () -> server.broker().abandonedGroups().equals(List.of("g")));
    }
}
