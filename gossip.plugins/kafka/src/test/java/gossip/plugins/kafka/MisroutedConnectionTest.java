package gossip.plugins.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import gossip.api.broker.Cluster;
import gossip.plugins.kafka.memory.RawClient;
import gossip.plugins.kafka.memory.Requests;
import gossip.plugins.kafka.memory.TestServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.ApiVersionsResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client says whom it means to reach (KIP-1242). */
class MisroutedConnectionTest {
    private TestServer server;
    private String clusterId;
    private int brokerId;

    @BeforeEach
    void start() throws Exception {
        server = TestServer.start();
        Cluster cluster = server.broker().cluster();
        clusterId = new Uuid(cluster.id().getMostSignificantBits(), cluster.id().getLeastSignificantBits()).toString();
        brokerId = cluster.brokerId();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private ApiVersionsResponse ask(ApiVersionsRequestData request) throws Exception {
        try (RawClient client = new RawClient(server.port())) {
            return (ApiVersionsResponse) client.call(ApiKeys.API_VERSIONS, 5, request);
        }
    }

    private Errors error(ApiVersionsRequestData request) throws Exception {
        return Errors.forCode(ask(request).data().errorCode());
    }

    @Test
    void whoReachesTheRightBrokerIsToldItsApis() throws Exception {
        ApiVersionsResponse response =
                ask(Requests.apiVersions().setClusterId(clusterId).setNodeId(brokerId));
        assertThat(response.data().errorCode()).isEqualTo(Errors.NONE.code());
        assertThat(response.data().apiKeys()).isNotEmpty();
    }

    @Test
    void whoDoesNotSayIsToldToo() throws Exception {
        assertThat(error(Requests.apiVersions())).isEqualTo(Errors.NONE);
    }

    @Test
    void whoMeansAnotherBrokerOrAnotherClusterHasToBootstrapAnew() throws Exception {
        assertThat(error(Requests.apiVersions().setClusterId(clusterId).setNodeId(brokerId + 1)))
                .isEqualTo(Errors.REBOOTSTRAP_REQUIRED);
        assertThat(error(Requests.apiVersions()
                        .setClusterId(Uuid.randomUuid().toString())
                        .setNodeId(brokerId)))
                .isEqualTo(Errors.REBOOTSTRAP_REQUIRED);
    }

    @Test
    void brokerWithoutAClusterIsRefused() throws Exception {
        assertThat(error(Requests.apiVersions().setNodeId(brokerId))).isEqualTo(Errors.INVALID_REQUEST);
    }
}
