package gossip.plugins.kafka.connection;

import java.util.HashMap;
import java.util.Map;
import java.util.function.ObjIntConsumer;
import org.apache.kafka.common.message.AddOffsetsToTxnResponseData;
import org.apache.kafka.common.message.AddPartitionsToTxnResponseData;
import org.apache.kafka.common.message.AlterClientQuotasResponseData;
import org.apache.kafka.common.message.AlterConfigsResponseData;
import org.apache.kafka.common.message.AlterPartitionReassignmentsResponseData;
import org.apache.kafka.common.message.AlterReplicaLogDirsResponseData;
import org.apache.kafka.common.message.AlterUserScramCredentialsResponseData;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.message.ConsumerGroupDescribeResponseData;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatResponseData;
import org.apache.kafka.common.message.CreateAclsResponseData;
import org.apache.kafka.common.message.CreateDelegationTokenResponseData;
import org.apache.kafka.common.message.CreatePartitionsResponseData;
import org.apache.kafka.common.message.CreateTopicsResponseData;
import org.apache.kafka.common.message.DeleteAclsResponseData;
import org.apache.kafka.common.message.DeleteGroupsResponseData;
import org.apache.kafka.common.message.DeleteRecordsResponseData;
import org.apache.kafka.common.message.DeleteTopicsResponseData;
import org.apache.kafka.common.message.DescribeAclsResponseData;
import org.apache.kafka.common.message.DescribeClientQuotasResponseData;
import org.apache.kafka.common.message.DescribeClusterResponseData;
import org.apache.kafka.common.message.DescribeConfigsResponseData;
import org.apache.kafka.common.message.DescribeDelegationTokenResponseData;
import org.apache.kafka.common.message.DescribeGroupsResponseData;
import org.apache.kafka.common.message.DescribeLogDirsResponseData;
import org.apache.kafka.common.message.DescribeProducersResponseData;
import org.apache.kafka.common.message.DescribeTopicPartitionsResponseData;
import org.apache.kafka.common.message.DescribeTransactionsResponseData;
import org.apache.kafka.common.message.DescribeUserScramCredentialsResponseData;
import org.apache.kafka.common.message.ElectLeadersResponseData;
import org.apache.kafka.common.message.EndTxnResponseData;
import org.apache.kafka.common.message.ExpireDelegationTokenResponseData;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.FindCoordinatorResponseData;
import org.apache.kafka.common.message.GetTelemetrySubscriptionsResponseData;
import org.apache.kafka.common.message.HeartbeatResponseData;
import org.apache.kafka.common.message.IncrementalAlterConfigsResponseData;
import org.apache.kafka.common.message.InitProducerIdResponseData;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.message.LeaveGroupResponseData;
import org.apache.kafka.common.message.ListConfigResourcesResponseData;
import org.apache.kafka.common.message.ListGroupsResponseData;
import org.apache.kafka.common.message.ListOffsetsResponseData;
import org.apache.kafka.common.message.ListPartitionReassignmentsResponseData;
import org.apache.kafka.common.message.ListTransactionsResponseData;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.OffsetCommitResponseData;
import org.apache.kafka.common.message.OffsetDeleteResponseData;
import org.apache.kafka.common.message.OffsetFetchResponseData;
import org.apache.kafka.common.message.OffsetForLeaderEpochResponseData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.message.PushTelemetryResponseData;
import org.apache.kafka.common.message.RenewDelegationTokenResponseData;
import org.apache.kafka.common.message.SyncGroupResponseData;
import org.apache.kafka.common.message.TxnOffsetCommitResponseData;
import org.apache.kafka.common.message.UnregisterBrokerResponseData;
import org.apache.kafka.common.message.UpdateFeaturesResponseData;
import org.apache.kafka.common.protocol.ApiMessage;

/** Where each response tells the client how long it has to wait. The protocol's classes have no common type for that. */
final class ThrottleTimes {
    private static final Map<Class<?>, ObjIntConsumer<ApiMessage>> SETTERS = new HashMap<>();

    static {
        put(AddOffsetsToTxnResponseData.class, AddOffsetsToTxnResponseData::setThrottleTimeMs);
        put(AddPartitionsToTxnResponseData.class, AddPartitionsToTxnResponseData::setThrottleTimeMs);
        put(AlterClientQuotasResponseData.class, AlterClientQuotasResponseData::setThrottleTimeMs);
        put(AlterConfigsResponseData.class, AlterConfigsResponseData::setThrottleTimeMs);
        put(AlterPartitionReassignmentsResponseData.class, AlterPartitionReassignmentsResponseData::setThrottleTimeMs);
        put(AlterReplicaLogDirsResponseData.class, AlterReplicaLogDirsResponseData::setThrottleTimeMs);
        put(AlterUserScramCredentialsResponseData.class, AlterUserScramCredentialsResponseData::setThrottleTimeMs);
        put(ApiVersionsResponseData.class, ApiVersionsResponseData::setThrottleTimeMs);
        put(ConsumerGroupDescribeResponseData.class, ConsumerGroupDescribeResponseData::setThrottleTimeMs);
        put(ConsumerGroupHeartbeatResponseData.class, ConsumerGroupHeartbeatResponseData::setThrottleTimeMs);
        put(CreateAclsResponseData.class, CreateAclsResponseData::setThrottleTimeMs);
        put(CreateDelegationTokenResponseData.class, CreateDelegationTokenResponseData::setThrottleTimeMs);
        put(CreatePartitionsResponseData.class, CreatePartitionsResponseData::setThrottleTimeMs);
        put(CreateTopicsResponseData.class, CreateTopicsResponseData::setThrottleTimeMs);
        put(DeleteAclsResponseData.class, DeleteAclsResponseData::setThrottleTimeMs);
        put(DeleteGroupsResponseData.class, DeleteGroupsResponseData::setThrottleTimeMs);
        put(DeleteRecordsResponseData.class, DeleteRecordsResponseData::setThrottleTimeMs);
        put(DeleteTopicsResponseData.class, DeleteTopicsResponseData::setThrottleTimeMs);
        put(DescribeAclsResponseData.class, DescribeAclsResponseData::setThrottleTimeMs);
        put(DescribeClientQuotasResponseData.class, DescribeClientQuotasResponseData::setThrottleTimeMs);
        put(DescribeClusterResponseData.class, DescribeClusterResponseData::setThrottleTimeMs);
        put(DescribeConfigsResponseData.class, DescribeConfigsResponseData::setThrottleTimeMs);
        put(DescribeDelegationTokenResponseData.class, DescribeDelegationTokenResponseData::setThrottleTimeMs);
        put(DescribeGroupsResponseData.class, DescribeGroupsResponseData::setThrottleTimeMs);
        put(DescribeLogDirsResponseData.class, DescribeLogDirsResponseData::setThrottleTimeMs);
        put(DescribeProducersResponseData.class, DescribeProducersResponseData::setThrottleTimeMs);
        put(DescribeTopicPartitionsResponseData.class, DescribeTopicPartitionsResponseData::setThrottleTimeMs);
        put(DescribeTransactionsResponseData.class, DescribeTransactionsResponseData::setThrottleTimeMs);
        put(
                DescribeUserScramCredentialsResponseData.class,
                DescribeUserScramCredentialsResponseData::setThrottleTimeMs);
        put(ElectLeadersResponseData.class, ElectLeadersResponseData::setThrottleTimeMs);
        put(EndTxnResponseData.class, EndTxnResponseData::setThrottleTimeMs);
        put(ExpireDelegationTokenResponseData.class, ExpireDelegationTokenResponseData::setThrottleTimeMs);
        put(FetchResponseData.class, FetchResponseData::setThrottleTimeMs);
        put(FindCoordinatorResponseData.class, FindCoordinatorResponseData::setThrottleTimeMs);
        put(GetTelemetrySubscriptionsResponseData.class, GetTelemetrySubscriptionsResponseData::setThrottleTimeMs);
        put(HeartbeatResponseData.class, HeartbeatResponseData::setThrottleTimeMs);
        put(IncrementalAlterConfigsResponseData.class, IncrementalAlterConfigsResponseData::setThrottleTimeMs);
        put(InitProducerIdResponseData.class, InitProducerIdResponseData::setThrottleTimeMs);
        put(JoinGroupResponseData.class, JoinGroupResponseData::setThrottleTimeMs);
        put(LeaveGroupResponseData.class, LeaveGroupResponseData::setThrottleTimeMs);
        put(ListConfigResourcesResponseData.class, ListConfigResourcesResponseData::setThrottleTimeMs);
        put(ListGroupsResponseData.class, ListGroupsResponseData::setThrottleTimeMs);
        put(ListOffsetsResponseData.class, ListOffsetsResponseData::setThrottleTimeMs);
        put(ListPartitionReassignmentsResponseData.class, ListPartitionReassignmentsResponseData::setThrottleTimeMs);
        put(ListTransactionsResponseData.class, ListTransactionsResponseData::setThrottleTimeMs);
        put(MetadataResponseData.class, MetadataResponseData::setThrottleTimeMs);
        put(OffsetCommitResponseData.class, OffsetCommitResponseData::setThrottleTimeMs);
        put(OffsetDeleteResponseData.class, OffsetDeleteResponseData::setThrottleTimeMs);
        put(OffsetFetchResponseData.class, OffsetFetchResponseData::setThrottleTimeMs);
        put(OffsetForLeaderEpochResponseData.class, OffsetForLeaderEpochResponseData::setThrottleTimeMs);
        put(ProduceResponseData.class, ProduceResponseData::setThrottleTimeMs);
        put(PushTelemetryResponseData.class, PushTelemetryResponseData::setThrottleTimeMs);
        put(RenewDelegationTokenResponseData.class, RenewDelegationTokenResponseData::setThrottleTimeMs);
        put(SyncGroupResponseData.class, SyncGroupResponseData::setThrottleTimeMs);
        put(TxnOffsetCommitResponseData.class, TxnOffsetCommitResponseData::setThrottleTimeMs);
        put(UnregisterBrokerResponseData.class, UnregisterBrokerResponseData::setThrottleTimeMs);
        put(UpdateFeaturesResponseData.class, UpdateFeaturesResponseData::setThrottleTimeMs);
    }

    private ThrottleTimes() {}

    /** Writes the time into a response, if it has a place for it. */
    static void set(ApiMessage response, int delayMs) {
        ObjIntConsumer<ApiMessage> setter = SETTERS.get(response.getClass());
        if (setter != null) {
            setter.accept(response, delayMs);
        }
    }

    private static <M extends ApiMessage> void put(Class<M> type, ObjIntConsumer<M> setter) {
        SETTERS.put(type, (message, delayMs) -> setter.accept(type.cast(message), delayMs));
    }
}
