package gossip.plugins.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import gossip.api.config.NodeSettings;
import gossip.api.security.Resource;
import gossip.plugins.kafka.memory.MemoryCluster;
import gossip.plugins.kafka.memory.RawClient;
import gossip.plugins.kafka.memory.Requests;
import gossip.plugins.kafka.memory.TestServer;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataRequestData.MetadataRequestTopic;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseTopic;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.MetadataResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MetadataTest {
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

    @Test
    void topicIsCreatedWhenAskedForIfBothSidesWantThat() throws Exception {
        assertThat(only(Requests.metadata("no").setAllowAutoTopicCreation(false))
                        .errorCode())
                .isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION.code());
        MetadataResponseTopic created = only(Requests.metadata("yes"));
        assertThat(created.errorCode()).isZero();
        assertThat(created.partitions())
                .singleElement()
                .satisfies(p -> assertThat(p.leaderId()).isEqualTo(1));
        assertThat(only(Requests.metadata("not a name")).errorCode()).isEqualTo(Errors.INVALID_TOPIC_EXCEPTION.code());
    }

    @Test
    void brokerThatDoesNotCreateTopicsSaysTheyAreUnknown() throws Exception {
        try (TestServer strict = TestServer.start(Map.of(NodeSettings.AUTO_CREATE_TOPICS, "false"));
                RawClient other = new RawClient(strict.port())) {
            MetadataResponse response = (MetadataResponse) other.call(ApiKeys.METADATA, 12, Requests.metadata("t"));
            assertThat(response.errors()).containsEntry("t", Errors.UNKNOWN_TOPIC_OR_PARTITION);
        }
    }

    @Test
    void topicIsFoundById() throws Exception {
        Uuid id = only(Requests.metadata("t")).topicId();
        assertThat(only(byId(id)).name()).isEqualTo("t");
        assertThat(only(byId(Uuid.randomUuid())).errorCode()).isEqualTo(Errors.UNKNOWN_TOPIC_ID.code());
    }

    @Test
    void emptyListIsAllTopicsOnlyInVersionZero() throws Exception {
        only(Requests.metadata("t"));
        MetadataRequestData none = new MetadataRequestData().setTopics(List.of());
        assertThat(((MetadataResponse) client.call(ApiKeys.METADATA, 0, none)).topicMetadata())
                .hasSize(1);
        assertThat(((MetadataResponse) client.call(ApiKeys.METADATA, 1, none)).topicMetadata())
                .isEmpty();
        MetadataRequestData all = new MetadataRequestData().setTopics(null);
        assertThat(((MetadataResponse) client.call(ApiKeys.METADATA, 1, all)).topicMetadata())
                .hasSize(1);
    }

    @Test
    void topicThatMayNotBeDescribedIsNotListed() throws Exception {
        only(Requests.metadata("secret"));
        ((MemoryCluster) server.broker().cluster()).hide(Resource.topic("secret"));
        MetadataRequestData all = new MetadataRequestData().setTopics(null);
        assertThat(((MetadataResponse) client.call(ApiKeys.METADATA, 12, all)).topicMetadata())
                .isEmpty();
        assertThat(only(Requests.metadata("secret")).errorCode()).isEqualTo(Errors.TOPIC_AUTHORIZATION_FAILED.code());
    }

    private static MetadataRequestData byId(Uuid id) {
        return new MetadataRequestData()
                .setTopics(List.of(new MetadataRequestTopic().setName(null).setTopicId(id)))
                .setAllowAutoTopicCreation(false);
    }

    private MetadataResponseTopic only(MetadataRequestData request) throws Exception {
        MetadataResponse response = (MetadataResponse) client.call(ApiKeys.METADATA, 12, request);
        return response.data().topics().iterator().next();
    }
}
