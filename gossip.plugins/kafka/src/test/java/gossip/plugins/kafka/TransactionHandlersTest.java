package gossip.plugins.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import gossip.plugins.kafka.memory.RawClient;
import gossip.plugins.kafka.memory.TestServer;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.AddOffsetsToTxnRequestData;
import org.apache.kafka.common.message.AddPartitionsToTxnRequestData;
import org.apache.kafka.common.message.AddPartitionsToTxnRequestData.AddPartitionsToTxnTopic;
import org.apache.kafka.common.message.AddPartitionsToTxnRequestData.AddPartitionsToTxnTopicCollection;
import org.apache.kafka.common.message.AddPartitionsToTxnRequestData.AddPartitionsToTxnTransaction;
import org.apache.kafka.common.message.AddPartitionsToTxnRequestData.AddPartitionsToTxnTransactionCollection;
import org.apache.kafka.common.message.DescribeProducersRequestData;
import org.apache.kafka.common.message.DescribeProducersRequestData.TopicRequest;
import org.apache.kafka.common.message.DescribeProducersRequestData.TopicRequestCollection;
import org.apache.kafka.common.message.DescribeTransactionsRequestData;
import org.apache.kafka.common.message.EndTxnRequestData;
import org.apache.kafka.common.message.FindCoordinatorRequestData;
import org.apache.kafka.common.message.InitProducerIdRequestData;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData.TxnOffsetCommitRequestPartition;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData.TxnOffsetCommitRequestTopic;
import org.apache.kafka.common.message.WriteTxnMarkersRequestData;
import org.apache.kafka.common.message.WriteTxnMarkersRequestData.WritableTxnMarker;
import org.apache.kafka.common.message.WriteTxnMarkersRequestData.WritableTxnMarkerTopic;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AddOffsetsToTxnResponse;
import org.apache.kafka.common.requests.AddPartitionsToTxnResponse;
import org.apache.kafka.common.requests.DescribeProducersResponse;
import org.apache.kafka.common.requests.DescribeTransactionsResponse;
import org.apache.kafka.common.requests.EndTxnResponse;
import org.apache.kafka.common.requests.FindCoordinatorRequest.CoordinatorType;
import org.apache.kafka.common.requests.FindCoordinatorResponse;
import org.apache.kafka.common.requests.InitProducerIdResponse;
import org.apache.kafka.common.requests.TxnOffsetCommitResponse;
import org.apache.kafka.common.requests.WriteTxnMarkersResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TransactionHandlersTest {
    private TestServer server;
    private RawClient client;

    @BeforeEach
    void start() throws Exception {
        server = TestServer.start();
        client = new RawClient(server.port());
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        server.close();
    }

    private InitProducerIdResponse init() throws Exception {
        return (InitProducerIdResponse) client.call(
                ApiKeys.INIT_PRODUCER_ID,
                5,
                new InitProducerIdRequestData().setTransactionalId("tx").setTransactionTimeoutMs(1000));
    }

    @Test
    void coordinatorOfATransactionalIdIsFound() throws Exception {
        var found = (FindCoordinatorResponse) client.call(
                ApiKeys.FIND_COORDINATOR,
                4,
                new FindCoordinatorRequestData()
                        .setKeyType(CoordinatorType.TRANSACTION.id())
                        .setCoordinatorKeys(List.of("tx")));
        assertThat(found.data().coordinators().getFirst().errorCode()).isEqualTo(Errors.NONE.code());
    }

    @Test
    void fencedProducerIsToldInTheWordsOfItsVersion() throws Exception {
        long id = init().data().producerId();
        init();
        for (int version = 0; version <= 5; version++) {
            var ended = (EndTxnResponse) client.call(
                    ApiKeys.END_TXN,
                    version,
                    new EndTxnRequestData()
                            .setTransactionalId("tx")
                            .setProducerId(id)
                            .setProducerEpoch((short) 0)
                            .setCommitted(true));
            assertThat(ended.error()).as("EndTxn v%s", version).isEqualTo(fenced(version));
        }
        for (int version = 0; version <= 4; version++) {
            var added = (AddOffsetsToTxnResponse) client.call(
                    ApiKeys.ADD_OFFSETS_TO_TXN,
                    version,
                    new AddOffsetsToTxnRequestData()
                            .setTransactionalId("tx")
                            .setProducerId(id)
                            .setProducerEpoch((short) 0)
                            .setGroupId("g"));
            assertThat(Errors.forCode(added.data().errorCode()))
                    .as("AddOffsetsToTxn v%s", version)
                    .isEqualTo(fenced(version));
        }
        for (int version = 0; version <= 3; version++) {
            var added = (AddPartitionsToTxnResponse) client.call(
                    ApiKeys.ADD_PARTITIONS_TO_TXN,
                    version,
                    new AddPartitionsToTxnRequestData()
                            .setV3AndBelowTransactionalId("tx")
                            .setV3AndBelowProducerId(id)
                            .setV3AndBelowProducerEpoch((short) 0)
                            .setV3AndBelowTopics(topics()));
            assertThat(added.errors().get(AddPartitionsToTxnResponse.V3_AND_BELOW_TXN_ID))
                    .as("AddPartitionsToTxn v%s", version)
                    .isEqualTo(Map.of(new TopicPartition("t", 0), fenced(version)));
        }
    }

    private static Errors fenced(int version) {
        return version < 2 ? Errors.INVALID_PRODUCER_EPOCH : Errors.PRODUCER_FENCED;
    }

    private static AddPartitionsToTxnTopicCollection topics() {
        AddPartitionsToTxnTopicCollection topics = new AddPartitionsToTxnTopicCollection();
        topics.add(new AddPartitionsToTxnTopic().setName("t").setPartitions(List.of(0)));
        return topics;
    }

    @Test
    void partitionsOfSeveralTransactionsAreAddedForABroker() throws Exception {
        long id = init().data().producerId();
        AddPartitionsToTxnTransactionCollection transactions = new AddPartitionsToTxnTransactionCollection();
        transactions.add(new AddPartitionsToTxnTransaction()
                .setTransactionalId("tx")
                .setProducerId(id)
                .setProducerEpoch((short) 0)
                .setTopics(topics()));
        transactions.add(new AddPartitionsToTxnTransaction()
                .setTransactionalId("other")
                .setProducerId(7)
                .setProducerEpoch((short) 0)
                .setTopics(topics()));
        var added = (AddPartitionsToTxnResponse) client.call(
                ApiKeys.ADD_PARTITIONS_TO_TXN, 5, new AddPartitionsToTxnRequestData().setTransactions(transactions));
        assertThat(added.errors().get("tx")).isEqualTo(Map.of(new TopicPartition("t", 0), Errors.NONE));
        assertThat(added.errors().get("other")).isEqualTo(Map.of(new TopicPartition("t", 0), Errors.PRODUCER_FENCED));
    }

    @Test
    void clientThatIsNoBrokerIsToldOnceForAll() throws Exception {
        AddPartitionsToTxnTransactionCollection transactions = new AddPartitionsToTxnTransactionCollection();
        transactions.add(new AddPartitionsToTxnTransaction()
                .setTransactionalId("of-others")
                .setProducerId(7)
                .setTopics(topics()));
        var added = (AddPartitionsToTxnResponse) client.call(
                ApiKeys.ADD_PARTITIONS_TO_TXN, 5, new AddPartitionsToTxnRequestData().setTransactions(transactions));
        assertThat(added.data().errorCode()).isEqualTo(Errors.CLUSTER_AUTHORIZATION_FAILED.code());
        assertThat(added.data().resultsByTransaction()).isEmpty();
    }

    @Test
    void brokerIsToldThatATransactionHasToBeAbortedIfItKnowsSuchAThing() throws Exception {
        for (int version = 4; version <= 5; version++) {
            AddPartitionsToTxnTransactionCollection transactions = new AddPartitionsToTxnTransactionCollection();
            transactions.add(new AddPartitionsToTxnTransaction()
                    .setTransactionalId("to-be-aborted")
                    .setProducerId(7)
                    .setVerifyOnly(true)
                    .setTopics(topics()));
            var added = (AddPartitionsToTxnResponse) client.call(
                    ApiKeys.ADD_PARTITIONS_TO_TXN,
                    version,
                    new AddPartitionsToTxnRequestData().setTransactions(transactions));
            assertThat(added.errors().get("to-be-aborted"))
                    .as("AddPartitionsToTxn v%s", version)
                    .isEqualTo(Map.of(
                            new TopicPartition("t", 0),
                            version < 5 ? Errors.INVALID_TXN_STATE : Errors.TRANSACTION_ABORTABLE));
        }
    }

    @Test
    void producerThatComesBackWithAnOldEpochIsToldInTheWordsOfItsVersion() throws Exception {
        long id = init().data().producerId();
        init();
        for (int version = 3; version <= 5; version++) {
            var again = (InitProducerIdResponse) client.call(
                    ApiKeys.INIT_PRODUCER_ID,
                    version,
                    new InitProducerIdRequestData()
                            .setTransactionalId("tx")
                            .setTransactionTimeoutMs(1000)
                            .setProducerId(id)
                            .setProducerEpoch((short) 0));
            assertThat(again.error())
                    .as("InitProducerId v%s", version)
                    .isEqualTo(version < 4 ? Errors.INVALID_PRODUCER_EPOCH : Errors.PRODUCER_FENCED);
        }
    }

    private Errors commit(int version, String group, String topic) throws Exception {
        var committed = (TxnOffsetCommitResponse) client.call(
                ApiKeys.TXN_OFFSET_COMMIT,
                version,
                new TxnOffsetCommitRequestData()
                        .setTransactionalId("tx")
                        .setGroupId(group)
                        .setTopics(List.of(new TxnOffsetCommitRequestTopic()
                                .setName(topic)
                                .setPartitions(List.of(new TxnOffsetCommitRequestPartition().setPartitionIndex(0))))));
        return Errors.forCode(
                committed.data().topics().getFirst().partitions().getFirst().errorCode());
    }

    @Test
    void memberThatMayNotCommitIsToldInTheWordsOfItsVersion() throws Exception {
        for (int version = 0; version <= 5; version++) {
            assertThat(commit(version, "missing", "t")).isEqualTo(Errors.ILLEGAL_GENERATION);
            assertThat(commit(version, "moved-on", "t")).isEqualTo(Errors.ILLEGAL_GENERATION);
            assertThat(commit(version, "loading", "t"))
                    .isEqualTo(version < 2 ? Errors.COORDINATOR_NOT_AVAILABLE : Errors.COORDINATOR_LOAD_IN_PROGRESS);
        }
    }

    @Test
    void whetherATopicExistsIsLeftToWhoKnowsWhoMayAsk() throws Exception {
        assertThat(commit(5, "missing", "no-such-topic")).isEqualTo(Errors.ILLEGAL_GENERATION);
    }

    @Test
    void newerEndTellsTheNextIdentity() throws Exception {
        long id = init().data().producerId();
        var ended = (EndTxnResponse) client.call(
                ApiKeys.END_TXN,
                5,
                new EndTxnRequestData()
                        .setTransactionalId("tx")
                        .setProducerId(id)
                        .setProducerEpoch((short) 0)
                        .setCommitted(true));
        assertThat(ended.error()).isEqualTo(Errors.NONE);
        assertThat(ended.data().producerId()).isEqualTo(id);
    }

    @Test
    void producersAndTransactionsAreDescribed() throws Exception {
        TopicRequestCollection wanted = new TopicRequestCollection();
        wanted.add(new TopicRequest().setName("t").setPartitionIndexes(List.of(0, -1)));
        var producers = (DescribeProducersResponse)
                client.call(ApiKeys.DESCRIBE_PRODUCERS, 0, new DescribeProducersRequestData().setTopics(wanted));
        var partitions = producers.data().topics().getFirst().partitions();
        assertThat(partitions.getFirst().activeProducers().getFirst().currentTxnStartOffset())
                .isEqualTo(8);
        assertThat(partitions.getLast().errorCode()).isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION.code());
        var described = (DescribeTransactionsResponse) client.call(
                ApiKeys.DESCRIBE_TRANSACTIONS,
                0,
                new DescribeTransactionsRequestData().setTransactionalIds(List.of("tx")));
        assertThat(described
                        .data()
                        .transactionStates()
                        .getFirst()
                        .topics()
                        .find("a")
                        .partitions())
                .containsExactlyInAnyOrder(0, 1);
    }

    @Test
    void markersAreWrittenForAnOperator() throws Exception {
        var written = (WriteTxnMarkersResponse) client.call(
                ApiKeys.WRITE_TXN_MARKERS,
                1,
                new WriteTxnMarkersRequestData()
                        .setMarkers(List.of(new WritableTxnMarker()
                                .setProducerId(5)
                                .setProducerEpoch((short) 1)
                                .setCoordinatorEpoch(-1)
                                .setTopics(List.of(new WritableTxnMarkerTopic()
                                        .setName("t")
                                        .setPartitionIndexes(List.of(0, -2)))))));
        assertThat(written.errorsByProducerId().get(5L))
                .containsEntry(new TopicPartition("t", 0), Errors.NONE)
                .containsEntry(new TopicPartition("t", -2), Errors.UNKNOWN_TOPIC_OR_PARTITION);
    }
}
