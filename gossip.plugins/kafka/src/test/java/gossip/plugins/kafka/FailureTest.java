package gossip.plugins.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.broker.Administration;
import gossip.api.broker.Broker;
import gossip.api.broker.Cluster;
import gossip.api.broker.Configs;
import gossip.api.broker.Figures;
import gossip.api.broker.Groups;
import gossip.api.broker.Messages;
import gossip.api.broker.Quotas;
import gossip.api.broker.Records;
import gossip.api.broker.RequestContext;
import gossip.api.broker.Security;
import gossip.api.broker.Telemetry;
import gossip.api.broker.Topics;
import gossip.api.broker.Transactions;
import gossip.api.config.Setting;
import gossip.api.metadata.ConfigResource;
import gossip.api.schema.SchemaRegistry;
import gossip.plugins.kafka.memory.RawClient;
import gossip.plugins.kafka.memory.Requests;
import gossip.plugins.kafka.memory.TestServer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.kafka.common.message.DescribeConfigsRequestData;
import org.apache.kafka.common.message.DescribeConfigsRequestData.DescribeConfigsResource;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData.AlterConfigsResource;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.IncrementalAlterConfigsResponse;
import org.apache.kafka.common.requests.ProduceResponse;
import org.junit.jupiter.api.Test;

/** What clients are told when the broker fails, or cannot do what they ask. */
class FailureTest {
    private static final byte TOPIC = ConfigTypes.TOPIC;

    @Test
    void knownFailureHasItsCodeAndMessage() throws Exception {
        BrokerException failure = new BrokerException(ErrorCode.NOT_CONTROLLER, "ask another");
        try (TestServer server = failing(() -> CompletableFuture.failedStage(failure));
                RawClient client = new RawClient(server.port())) {
            var told = alter(client);
            assertThat(told.errorCode()).isEqualTo(Errors.NOT_CONTROLLER.code());
            assertThat(told.errorMessage()).isEqualTo("ask another");
        }
    }

    @Test
    void defectIsAnUnknownServerErrorAndTheConnectionGoesOn() throws Exception {
        try (TestServer server = failing(() -> {
                    throw new IllegalStateException("a defect that the test makes");
                });
                RawClient client = new RawClient(server.port())) {
            var told = alter(client);
            assertThat(told.errorCode()).isEqualTo(Errors.UNKNOWN_SERVER_ERROR.code());
            assertThat(told.errorMessage()).isNull();
            client.call(ApiKeys.API_VERSIONS, 3, Requests.apiVersions());
        }
    }

    @Test
    void defectWhileTheReplyIsMadeIsToldToo() throws Exception {
        try (TestServer server = failing(() -> CompletableFuture.completedStage(List.of()));
                RawClient client = new RawClient(server.port())) {
            assertThat(alter(client).errorCode()).isEqualTo(Errors.UNKNOWN_SERVER_ERROR.code());
            client.call(ApiKeys.API_VERSIONS, 3, Requests.apiVersions());
        }
    }

    @Test
    void produceThatCannotBeDoneSaysWhy() throws Exception {
        try (TestServer server = TestServer.start();
                RawClient client = new RawClient(server.port())) {
            client.call(ApiKeys.METADATA, 9, Requests.metadata("t"));
            var batch = Requests.batch(10);
            assertThat(produce(client, Requests.produce("missing", 1, batch)))
                    .isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION.code());
            assertThat(produce(client, Requests.produce("t", 7, batch))).isEqualTo(Errors.INVALID_REQUIRED_ACKS.code());
            assertThat(produce(
                            client, Requests.produce("t", 1, batch.duplicate().limit(0))))
                    .isEqualTo(Errors.INVALID_RECORD.code());
            var damaged = Requests.batch(10);
            damaged.put(damaged.limit() - 1, (byte) ~damaged.get(damaged.limit() - 1));
            assertThat(produce(client, Requests.produce("t", 1, damaged))).isEqualTo(Errors.CORRUPT_MESSAGE.code());
        }
    }

    @Test
    void unknownResourceTypeIsNamed() throws Exception {
        try (TestServer server = TestServer.start();
                RawClient client = new RawClient(server.port())) {
            var response = (org.apache.kafka.common.requests.DescribeConfigsResponse) client.call(
                    ApiKeys.DESCRIBE_CONFIGS,
                    4,
                    new DescribeConfigsRequestData()
                            .setResources(List.of(new DescribeConfigsResource()
                                    .setResourceType((byte) 99)
                                    .setResourceName("x")
                                    .setConfigurationKeys(null))));
            assertThat(response.data().results().getFirst().errorCode()).isEqualTo(Errors.INVALID_REQUEST.code());
            assertThat(response.data().results().getFirst().errorMessage()).contains("99");
        }
    }

    private static short produce(RawClient client, org.apache.kafka.common.message.ProduceRequestData request)
            throws Exception {
        var response = (ProduceResponse) client.call(ApiKeys.PRODUCE, 9, request);
        return response.data()
                .responses()
                .iterator()
                .next()
                .partitionResponses()
                .getFirst()
                .errorCode();
    }

    private static org.apache.kafka.common.message.IncrementalAlterConfigsResponseData.AlterConfigsResourceResponse
            alter(RawClient client) throws Exception {
        IncrementalAlterConfigsRequestData request = new IncrementalAlterConfigsRequestData();
        request.resources()
                .add(new AlterConfigsResource().setResourceType(TOPIC).setResourceName("t"));
        var response = (IncrementalAlterConfigsResponse) client.call(ApiKeys.INCREMENTAL_ALTER_CONFIGS, 1, request);
        return response.data().responses().getFirst();
    }

    private static TestServer failing(Supplier<CompletionStage<List<Configs.Altered>>> alter) throws Exception {
        return TestServer.start(
                Map.of(),
                broker -> new Altered(broker, new Configs() {
                    @Override
                    public List<Described> describe(RequestContext context, List<ConfigResource> resources) {
                        throw new UnsupportedOperationException();
                    }

                    @Override
                    public CompletionStage<List<Configs.Altered>> alter(
                            RequestContext context, List<Alteration> alterations, boolean validateOnly) {
                        return alter.get();
                    }

                    @Override
                    public List<ConfigResource> list(RequestContext context, Set<ConfigResource.Type> types) {
                        throw new UnsupportedOperationException();
                    }

                    @Override
                    public <T> T value(Setting<T> setting) {
                        return setting.defaultValue();
                    }
                }));
    }

    /** A broker with other settings. */
    private record Altered(Broker broker, Configs configs) implements Broker {
        @Override
        public Cluster cluster() {
            return broker.cluster();
        }

        @Override
        public Records records() {
            return broker.records();
        }

        @Override
        public Topics topics() {
            return broker.topics();
        }

        @Override
        public Security security() {
            return broker.security();
        }

        @Override
        public Groups groups() {
            return broker.groups();
        }

        @Override
        public Transactions transactions() {
            return broker.transactions();
        }

        @Override
        public Quotas quotas() {
            return broker.quotas();
        }

        @Override
        public Administration administration() {
            return broker.administration();
        }

        @Override
        public Telemetry telemetry() {
            return broker.telemetry();
        }

        @Override
        public Figures figures() {
            return broker.figures();
        }

        @Override
        public SchemaRegistry schemas(RequestContext context) {
            return broker.schemas(context);
        }

        @Override
        public Messages messages() {
            return broker.messages();
        }
    }

    private static final class ConfigTypes {
        static final byte TOPIC = org.apache.kafka.common.config.ConfigResource.Type.TOPIC.id();
    }
}
