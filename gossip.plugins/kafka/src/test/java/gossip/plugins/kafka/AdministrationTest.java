package gossip.plugins.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gossip.api.broker.Telemetry.Client;
import gossip.plugins.kafka.memory.RawClient;
import gossip.plugins.kafka.memory.Requests;
import gossip.plugins.kafka.memory.TestServer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewPartitionReassignment;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.QuorumInfo;
import org.apache.kafka.common.ElectionType;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionReplica;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.BrokerIdNotRegisteredException;
import org.apache.kafka.common.errors.ElectionNotNeededException;
import org.apache.kafka.common.errors.LogDirNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.message.GetTelemetrySubscriptionsRequestData;
import org.apache.kafka.common.message.PushTelemetryRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.requests.GetTelemetrySubscriptionsResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AdministrationTest {
    private static final TopicPartition KNOWN = new TopicPartition("t", 0);
    private static final TopicPartition UNKNOWN = new TopicPartition("t", 5);

    private TestServer server;
    private Admin admin;

    @BeforeEach
    void start() throws Exception {
        server = TestServer.start();
        admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, server.address()));
        admin.createTopics(List.of(new NewTopic("t", 1, (short) 1))).all().get();
    }

    @AfterEach
    void stop() {
        admin.close();
        server.close();
    }

    @Test
    void directoriesOfLogsAreTold() throws Exception {
        var directories =
                admin.describeLogDirs(List.of(1)).allDescriptions().get().get(1);

        assertThat(directories).containsOnlyKeys("/memory");
        assertThat(directories.get("/memory").totalBytes()).hasValue(100);
        assertThatThrownBy(() -> admin.alterReplicaLogDirs(Map.of(new TopicPartitionReplica("t", 0, 1), "/other"))
                        .all()
                        .get())
                .hasCauseInstanceOf(LogDirNotFoundException.class);
    }

    @Test
    void electionsTellWhyThereWasNone() throws Exception {
        Map<TopicPartition, Optional<Throwable>> elected = admin.electLeaders(
                        ElectionType.PREFERRED, Set.of(KNOWN, UNKNOWN))
                .partitions()
                .get();

        assertThat(elected.get(KNOWN).orElseThrow()).isInstanceOf(ElectionNotNeededException.class);
        assertThat(elected.get(UNKNOWN).orElseThrow()).isInstanceOf(UnknownTopicOrPartitionException.class);
    }

    @Test
    void reassignmentsAreAnsweredOneByOne() throws Exception {
        var outcomes = admin.alterPartitionReassignments(
                        Map.of(KNOWN, Optional.of(new NewPartitionReassignment(List.of(1))), UNKNOWN, Optional.empty()))
                .values();

        outcomes.get(KNOWN).get();
        assertThatThrownBy(() -> outcomes.get(UNKNOWN).get())
                .hasCauseInstanceOf(UnknownTopicOrPartitionException.class);
        assertThat(admin.listPartitionReassignments().reassignments().get()).isEmpty();
    }

    @Test
    void quorumFeaturesAndResourcesAreTold() throws Exception {
        QuorumInfo quorum = admin.describeMetadataQuorum().quorumInfo().get();
        assertThat(quorum.leaderId()).isEqualTo(1);
        assertThat(quorum.highWatermark()).isEqualTo(10);
        assertThat(quorum.voters())
                .extracting(QuorumInfo.ReplicaState::logEndOffset)
                .containsExactly(10L);
        assertThat(admin.describeFeatures().featureMetadata().get().finalizedFeatures())
                .containsOnlyKeys("group.version");
        assertThat(admin.listConfigResources(
                                Set.of(ConfigResource.Type.BROKER),
                                new org.apache.kafka.clients.admin.ListConfigResourcesOptions())
                        .all()
                        .get())
                .containsExactly(new ConfigResource(ConfigResource.Type.BROKER, "1"));
        assertThatThrownBy(() -> admin.unregisterBroker(7).all().get())
                .hasCauseInstanceOf(BrokerIdNotRegisteredException.class);
    }

    @Test
    void clientThatPushesMetricsIsKnownByWhatItRuns() throws Exception {
        try (RawClient client = new RawClient(server.port())) {
            client.call(ApiKeys.API_VERSIONS, 3, Requests.apiVersions());
            GetTelemetrySubscriptionsResponse told = (GetTelemetrySubscriptionsResponse)
                    client.call(ApiKeys.GET_TELEMETRY_SUBSCRIPTIONS, 0, new GetTelemetrySubscriptionsRequestData());
            client.call(
                    ApiKeys.PUSH_TELEMETRY,
                    0,
                    new PushTelemetryRequestData()
                            .setClientInstanceId(told.data().clientInstanceId())
                            .setSubscriptionId(told.data().subscriptionId()));

            Client last = server.broker().telemetry().clients().getLast();
            assertThat(last.instanceId()).isPresent();
            assertThat(last.selectors().get("client_software_name"))
                    .isEqualTo(Requests.apiVersions().clientSoftwareName());
            assertThat(last.selectors()).containsEntry("client_source_address", "127.0.0.1");
        }
    }
}
