package gossip.plugins.kafka.handler;

import gossip.api.broker.Administration;
import gossip.api.broker.Broker;
import gossip.api.broker.Cluster;
import gossip.api.broker.Configs;
import gossip.api.broker.Groups;
import gossip.api.broker.Quotas;
import gossip.api.broker.Records;
import gossip.api.broker.Security;
import gossip.api.broker.Telemetry;
import gossip.api.broker.Topics;
import gossip.api.broker.Transactions;
import gossip.plugins.kafka.api.Api;
import gossip.plugins.kafka.api.ApiHandler;
import gossip.plugins.kafka.api.ApiRegistry;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.kafka.common.message.AddOffsetsToTxnRequestData;
import org.apache.kafka.common.message.AddPartitionsToTxnRequestData;
import org.apache.kafka.common.message.AlterClientQuotasRequestData;
import org.apache.kafka.common.message.AlterConfigsRequestData;
import org.apache.kafka.common.message.AlterPartitionReassignmentsRequestData;
import org.apache.kafka.common.message.AlterReplicaLogDirsRequestData;
import org.apache.kafka.common.message.AlterUserScramCredentialsRequestData;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.ConsumerGroupDescribeRequestData;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatRequestData;
import org.apache.kafka.common.message.CreateAclsRequestData;
import org.apache.kafka.common.message.CreateDelegationTokenRequestData;
import org.apache.kafka.common.message.CreatePartitionsRequestData;
import org.apache.kafka.common.message.CreateTopicsRequestData;
import org.apache.kafka.common.message.DeleteAclsRequestData;
import org.apache.kafka.common.message.DeleteGroupsRequestData;
import org.apache.kafka.common.message.DeleteRecordsRequestData;
import org.apache.kafka.common.message.DeleteTopicsRequestData;
import org.apache.kafka.common.message.DescribeAclsRequestData;
import org.apache.kafka.common.message.DescribeClientQuotasRequestData;
import org.apache.kafka.common.message.DescribeClusterRequestData;
import org.apache.kafka.common.message.DescribeConfigsRequestData;
import org.apache.kafka.common.message.DescribeDelegationTokenRequestData;
import org.apache.kafka.common.message.DescribeGroupsRequestData;
import org.apache.kafka.common.message.DescribeLogDirsRequestData;
import org.apache.kafka.common.message.DescribeProducersRequestData;
import org.apache.kafka.common.message.DescribeQuorumRequestData;
import org.apache.kafka.common.message.DescribeTopicPartitionsRequestData;
import org.apache.kafka.common.message.DescribeTransactionsRequestData;
import org.apache.kafka.common.message.DescribeUserScramCredentialsRequestData;
import org.apache.kafka.common.message.ElectLeadersRequestData;
import org.apache.kafka.common.message.EndTxnRequestData;
import org.apache.kafka.common.message.ExpireDelegationTokenRequestData;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FindCoordinatorRequestData;
import org.apache.kafka.common.message.GetTelemetrySubscriptionsRequestData;
import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData;
import org.apache.kafka.common.message.InitProducerIdRequestData;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.LeaveGroupRequestData;
import org.apache.kafka.common.message.ListConfigResourcesRequestData;
import org.apache.kafka.common.message.ListGroupsRequestData;
import org.apache.kafka.common.message.ListOffsetsRequestData;
import org.apache.kafka.common.message.ListPartitionReassignmentsRequestData;
import org.apache.kafka.common.message.ListTransactionsRequestData;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetDeleteRequestData;
import org.apache.kafka.common.message.OffsetFetchRequestData;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.PushTelemetryRequestData;
import org.apache.kafka.common.message.RenewDelegationTokenRequestData;
import org.apache.kafka.common.message.SaslAuthenticateRequestData;
import org.apache.kafka.common.message.SaslHandshakeRequestData;
import org.apache.kafka.common.message.SyncGroupRequestData;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData;
import org.apache.kafka.common.message.UnregisterBrokerRequestData;
import org.apache.kafka.common.message.UpdateFeaturesRequestData;
import org.apache.kafka.common.message.WriteTxnMarkersRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;

/** The table of all APIs. */
public final class Handlers {
    private final List<Api<?>> apis = new ArrayList<>();

    private Handlers() {}

    /**
     * Makes the handlers of a broker.
     *
     * @param broker what requests are translated to
     * @param settings what they need to know
     * @param clock time of commits
     * @return the registry
     */
    public static ApiRegistry of(Broker broker, HandlerSettings settings, InstantSource clock) {
        AtomicReference<ApiRegistry> registry = new AtomicReference<>();
        Handlers handlers = new Handlers();
        handlers.add(
                ApiKeys.API_VERSIONS,
                ApiVersionsRequestData::new,
                new ApiVersionsHandler(broker.cluster(), broker.administration(), registry::get));
        handlers.addRecords(broker, settings);
        handlers.addCluster(broker.cluster(), broker.topics(), settings);
        handlers.addTopics(broker.topics(), broker.quotas());
        handlers.addConfigs(broker.configs());
        handlers.addGroups(broker.cluster(), broker.groups(), broker.transactions());
        handlers.addQuotas(broker.quotas());
        handlers.addReplicas(broker.administration());
        handlers.addQuorum(broker.administration());
        handlers.addTelemetry(broker.telemetry());
        handlers.addOffsets(broker.cluster(), broker.groups(), clock);
        handlers.addSecurity(broker.security());
        handlers.addTransactions(broker.cluster(), broker.transactions(), clock);
        ApiRegistry all = new ApiRegistry(handlers.apis);
        registry.set(all);
        return all;
    }

    private void addRecords(Broker broker, HandlerSettings settings) {
        Cluster cluster = broker.cluster();
        Records records = broker.records();
        Transactions transactions = broker.transactions();
        add(ApiKeys.PRODUCE, ProduceRequestData::new, new ProduceHandler(cluster, records));
        add(
                ApiKeys.FETCH,
                FetchRequestData::new,
                new FetchHandler(cluster, records, broker.quotas(), settings.maxFetchBytes()));
        add(ApiKeys.LIST_OFFSETS, ListOffsetsRequestData::new, new ListOffsetsHandler(records));
        add(ApiKeys.DELETE_RECORDS, DeleteRecordsRequestData::new, new DeleteRecordsHandler(records));
        add(ApiKeys.INIT_PRODUCER_ID, InitProducerIdRequestData::new, new InitProducerIdHandler(records, transactions));
        add(
                ApiKeys.OFFSET_FOR_LEADER_EPOCH,
                OffsetForLeaderEpochRequestData::new,
                new OffsetForLeaderEpochHandler(records));
    }

    private void addCluster(Cluster cluster, Topics topics, HandlerSettings settings) {
        add(
                ApiKeys.METADATA,
                MetadataRequestData::new,
                new MetadataHandler(cluster, topics, settings.autoCreateTopics()));
        add(ApiKeys.DESCRIBE_CLUSTER, DescribeClusterRequestData::new, new DescribeClusterHandler(cluster));
        add(
                ApiKeys.DESCRIBE_TOPIC_PARTITIONS,
                DescribeTopicPartitionsRequestData::new,
                new DescribeTopicPartitionsHandler(cluster));
    }

    private void addTopics(Topics topics, Quotas quotas) {
        add(ApiKeys.CREATE_TOPICS, CreateTopicsRequestData::new, new CreateTopicsHandler(topics, quotas));
        add(ApiKeys.DELETE_TOPICS, DeleteTopicsRequestData::new, new DeleteTopicsHandler(topics, quotas));
        add(ApiKeys.CREATE_PARTITIONS, CreatePartitionsRequestData::new, new CreatePartitionsHandler(topics, quotas));
    }

    private void addConfigs(Configs configs) {
        add(ApiKeys.DESCRIBE_CONFIGS, DescribeConfigsRequestData::new, new DescribeConfigsHandler(configs));
        add(ApiKeys.ALTER_CONFIGS, AlterConfigsRequestData::new, new AlterConfigsHandler(configs));
        add(
                ApiKeys.INCREMENTAL_ALTER_CONFIGS,
                IncrementalAlterConfigsRequestData::new,
                new IncrementalAlterConfigsHandler(configs));
        add(
                ApiKeys.LIST_CONFIG_RESOURCES,
                ListConfigResourcesRequestData::new,
                new ListConfigResourcesHandler(configs));
    }

    private void addQuotas(Quotas quotas) {
        add(
                ApiKeys.DESCRIBE_CLIENT_QUOTAS,
                DescribeClientQuotasRequestData::new,
                new DescribeClientQuotasHandler(quotas));
        add(ApiKeys.ALTER_CLIENT_QUOTAS, AlterClientQuotasRequestData::new, new AlterClientQuotasHandler(quotas));
    }

    private void addReplicas(Administration administration) {
        add(ApiKeys.DESCRIBE_LOG_DIRS, DescribeLogDirsRequestData::new, new DescribeLogDirsHandler(administration));
        add(
                ApiKeys.ALTER_REPLICA_LOG_DIRS,
                AlterReplicaLogDirsRequestData::new,
                new AlterReplicaLogDirsHandler(administration));
        add(ApiKeys.ELECT_LEADERS, ElectLeadersRequestData::new, new ElectLeadersHandler(administration));
        add(
                ApiKeys.ALTER_PARTITION_REASSIGNMENTS,
                AlterPartitionReassignmentsRequestData::new,
                new AlterPartitionReassignmentsHandler(administration));
        add(
                ApiKeys.LIST_PARTITION_REASSIGNMENTS,
                ListPartitionReassignmentsRequestData::new,
                new ListPartitionReassignmentsHandler(administration));
    }

    private void addQuorum(Administration administration) {
        add(ApiKeys.DESCRIBE_QUORUM, DescribeQuorumRequestData::new, new DescribeQuorumHandler(administration));
        add(ApiKeys.UPDATE_FEATURES, UpdateFeaturesRequestData::new, new UpdateFeaturesHandler(administration));
        add(ApiKeys.UNREGISTER_BROKER, UnregisterBrokerRequestData::new, new UnregisterBrokerHandler(administration));
    }

    private void addTelemetry(Telemetry telemetry) {
        add(
                ApiKeys.GET_TELEMETRY_SUBSCRIPTIONS,
                GetTelemetrySubscriptionsRequestData::new,
                new GetTelemetrySubscriptionsHandler(telemetry));
        add(ApiKeys.PUSH_TELEMETRY, PushTelemetryRequestData::new, new PushTelemetryHandler(telemetry));
    }

    private void addGroups(Cluster cluster, Groups groups, Transactions transactions) {
        add(
                ApiKeys.FIND_COORDINATOR,
                FindCoordinatorRequestData::new,
                new FindCoordinatorHandler(cluster, groups, transactions));
        add(ApiKeys.JOIN_GROUP, JoinGroupRequestData::new, new JoinGroupHandler(groups));
        add(ApiKeys.SYNC_GROUP, SyncGroupRequestData::new, new SyncGroupHandler(groups));
        add(ApiKeys.HEARTBEAT, HeartbeatRequestData::new, new HeartbeatHandler(groups));
        add(ApiKeys.LEAVE_GROUP, LeaveGroupRequestData::new, new LeaveGroupHandler(groups));
        add(ApiKeys.LIST_GROUPS, ListGroupsRequestData::new, new ListGroupsHandler(groups));
        add(ApiKeys.DESCRIBE_GROUPS, DescribeGroupsRequestData::new, new DescribeGroupsHandler(cluster, groups));
        add(ApiKeys.DELETE_GROUPS, DeleteGroupsRequestData::new, new DeleteGroupsHandler(groups));
        add(
                ApiKeys.CONSUMER_GROUP_HEARTBEAT,
                ConsumerGroupHeartbeatRequestData::new,
                new ConsumerGroupHeartbeatHandler(groups));
        add(
                ApiKeys.CONSUMER_GROUP_DESCRIBE,
                ConsumerGroupDescribeRequestData::new,
                new ConsumerGroupDescribeHandler(cluster, groups));
    }

    private void addOffsets(Cluster cluster, Groups groups, InstantSource clock) {
        add(ApiKeys.OFFSET_COMMIT, OffsetCommitRequestData::new, new OffsetCommitHandler(cluster, groups, clock));
        add(ApiKeys.OFFSET_FETCH, OffsetFetchRequestData::new, new OffsetFetchHandler(cluster, groups));
        add(ApiKeys.OFFSET_DELETE, OffsetDeleteRequestData::new, new OffsetDeleteHandler(groups));
    }

    private void addSecurity(Security security) {
        add(ApiKeys.SASL_HANDSHAKE, SaslHandshakeRequestData::new, new SaslHandshakeHandler());
        add(ApiKeys.SASL_AUTHENTICATE, SaslAuthenticateRequestData::new, new SaslAuthenticateHandler());
        add(ApiKeys.CREATE_ACLS, CreateAclsRequestData::new, new CreateAclsHandler(security.acls()));
        add(ApiKeys.DELETE_ACLS, DeleteAclsRequestData::new, new DeleteAclsHandler(security.acls()));
        add(ApiKeys.DESCRIBE_ACLS, DescribeAclsRequestData::new, new DescribeAclsHandler(security.acls()));
        add(
                ApiKeys.ALTER_USER_SCRAM_CREDENTIALS,
                AlterUserScramCredentialsRequestData::new,
                new AlterUserScramCredentialsHandler(security.users()));
        add(
                ApiKeys.DESCRIBE_USER_SCRAM_CREDENTIALS,
                DescribeUserScramCredentialsRequestData::new,
                new DescribeUserScramCredentialsHandler(security.users()));
        add(
                ApiKeys.CREATE_DELEGATION_TOKEN,
                CreateDelegationTokenRequestData::new,
                new CreateDelegationTokenHandler(security.tokens()));
        add(
                ApiKeys.RENEW_DELEGATION_TOKEN,
                RenewDelegationTokenRequestData::new,
                new RenewDelegationTokenHandler(security.tokens()));
        add(
                ApiKeys.EXPIRE_DELEGATION_TOKEN,
                ExpireDelegationTokenRequestData::new,
                new ExpireDelegationTokenHandler(security.tokens()));
        add(
                ApiKeys.DESCRIBE_DELEGATION_TOKEN,
                DescribeDelegationTokenRequestData::new,
                new DescribeDelegationTokenHandler(security.tokens()));
    }

    private void addTransactions(Cluster cluster, Transactions transactions, InstantSource clock) {
        add(
                ApiKeys.ADD_PARTITIONS_TO_TXN,
                AddPartitionsToTxnRequestData::new,
                new AddPartitionsToTxnHandler(transactions));
        add(ApiKeys.ADD_OFFSETS_TO_TXN, AddOffsetsToTxnRequestData::new, new AddOffsetsToTxnHandler(transactions));
        add(ApiKeys.END_TXN, EndTxnRequestData::new, new EndTxnHandler(transactions));
        add(ApiKeys.WRITE_TXN_MARKERS, WriteTxnMarkersRequestData::new, new WriteTxnMarkersHandler(transactions));
        add(
                ApiKeys.TXN_OFFSET_COMMIT,
                TxnOffsetCommitRequestData::new,
                new TxnOffsetCommitHandler(cluster, transactions, clock));
        add(ApiKeys.DESCRIBE_PRODUCERS, DescribeProducersRequestData::new, new DescribeProducersHandler(transactions));
        add(
                ApiKeys.DESCRIBE_TRANSACTIONS,
                DescribeTransactionsRequestData::new,
                new DescribeTransactionsHandler(transactions));
        add(ApiKeys.LIST_TRANSACTIONS, ListTransactionsRequestData::new, new ListTransactionsHandler(transactions));
    }

    private <Q extends ApiMessage> void add(ApiKeys key, Supplier<Q> newRequest, ApiHandler<Q> handler) {
        apis.add(Api.of(key, newRequest, handler));
    }
}
