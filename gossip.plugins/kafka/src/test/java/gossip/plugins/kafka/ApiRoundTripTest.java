package gossip.plugins.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import gossip.plugins.kafka.api.Api;
import gossip.plugins.kafka.handler.HandlerSettings;
import gossip.plugins.kafka.handler.Handlers;
import gossip.plugins.kafka.memory.MemoryBroker;
import gossip.plugins.kafka.memory.RawClient;
import gossip.plugins.kafka.memory.TestServer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.ApiVersionsResponseData.ApiVersion;
import org.apache.kafka.common.message.ApiVersionsResponseData.FinalizedFeatureKey;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.JoinGroupRequestData.JoinGroupRequestProtocol;
import org.apache.kafka.common.message.ListOffsetsRequestData;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.SyncGroupRequestData;
import org.apache.kafka.common.message.SyncGroupRequestData.SyncGroupRequestAssignment;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.ApiVersionsResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every version of every API that clients are told of. */
class ApiRoundTripTest {
    private static TestServer server;

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    static Stream<Arguments> versions() {
        List<Arguments> versions = new ArrayList<>();
        try (MemoryBroker broker = new MemoryBroker(List.of())) {
            for (Api<?> api : Handlers.of(broker, new HandlerSettings(true, 1 << 20), InstantSource.system())
                    .all()) {
                for (int version = api.oldest(); version <= api.newest(); version++) {
                    versions.add(Arguments.of(api.key(), version));
                }
            }
        }
        return versions.stream();
    }

    @ParameterizedTest
    @MethodSource("versions")
    void everyVersionGetsAReplyThatParses(ApiKeys key, int version) throws Exception {
        try (RawClient client = new RawClient(server.port())) {
            AbstractResponse response = client.call(key, version, request(key));
            assertThat(response).isNotNull();
            assertThat(response.errorCounts()).doesNotContainKey(Errors.UNKNOWN_SERVER_ERROR);
        }
    }

    @Test
    void apiVersionsNamesExactlyWhatIsRegistered() throws Exception {
        try (RawClient client = new RawClient(server.port())) {
            ApiVersionsResponse response =
                    (ApiVersionsResponse) client.call(ApiKeys.API_VERSIONS, 4, request(ApiKeys.API_VERSIONS));
            assertThat(response.data().apiKeys())
                    .extracting(ApiVersion::apiKey)
                    .containsExactlyInAnyOrderElementsOf(versions()
                            .map(arguments -> ((ApiKeys) arguments.get()[0]).id)
                            .distinct()
                            .toList());
            assertThat(response.data().finalizedFeatures())
                    .extracting(FinalizedFeatureKey::name, FinalizedFeatureKey::maxVersionLevel)
                    .containsExactly(tuple("group.version", (short) 1));
            ApiVersion produce = response.apiVersion(ApiKeys.PRODUCE.id);
            assertThat(produce.minVersion()).isZero();
            assertThat(produce.maxVersion()).isEqualTo(ApiKeys.PRODUCE.latestVersion());
        }
    }

    @Test
    void newerApiVersionsIsAnsweredInVersionZero() throws Exception {
        try (RawClient client = new RawClient(server.port())) {
            java.nio.ByteBuffer frame = RawClient.frame(
                    ApiKeys.API_VERSIONS, ApiKeys.API_VERSIONS.latestVersion(), 7, request(ApiKeys.API_VERSIONS));
            client.send(frame.putShort(6, (short) 99));
            ApiVersionsResponse response = (ApiVersionsResponse) client.receive(ApiKeys.API_VERSIONS, 0, 7);
            assertThat(response.data().errorCode()).isEqualTo(Errors.UNSUPPORTED_VERSION.code());
            assertThat(response.apiVersion(ApiKeys.API_VERSIONS.id).maxVersion())
                    .isEqualTo(ApiKeys.API_VERSIONS.latestVersion());
        }
    }

    @Test
    void apiThatIsNotRegisteredClosesTheConnection() throws Exception {
        try (RawClient client = new RawClient(server.port())) {
            client.send(ApiKeys.VOTE, 0, ApiKeys.VOTE.messageType.newRequest());
            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    private static ApiMessage request(ApiKeys key) {
        ApiMessage request = key.messageType.newRequest();
        return switch (request) {
            case ApiVersionsRequestData data ->
                data.setClientSoftwareName("test").setClientSoftwareVersion("1");
            case ProduceRequestData data -> data.setAcks((short) -1).setTimeoutMs(1000);
            case FetchRequestData data -> data.setMaxWaitMs(1);
            case ListOffsetsRequestData data -> data.setReplicaId(-1);
            case JoinGroupRequestData data -> {
                data.setGroupId("g").setProtocolType("consumer").setSessionTimeoutMs(10_000);
                data.protocols()
                        .add(new JoinGroupRequestProtocol().setName("range").setMetadata(new byte[3]));
                yield data;
            }
            case SyncGroupRequestData data ->
                data.setGroupId("g")
                        .setMemberId("m")
                        .setProtocolType("consumer")
                        .setProtocolName("range")
                        .setAssignments(List.of(new SyncGroupRequestAssignment()
                                .setMemberId("m")
                                .setAssignment(new byte[2])));
            default -> request;
        };
    }
}
