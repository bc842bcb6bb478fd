package gossip.tests.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import gossip.plugins.grpc.v1.CreateTopicRequest;
import gossip.plugins.grpc.v1.ListTopicsRequest;
import gossip.plugins.grpc.v1.NewRecord;
import gossip.plugins.grpc.v1.ProduceRequest;
import gossip.plugins.grpc.v1.ProducerGrpc;
import gossip.plugins.grpc.v1.TopicsGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who gets in at the gRPC door, and what they may do there. */
class GrpcSecurityIT {
    @TempDir
    private Path directory;

    @Test
    void usersComeInWithTheirPasswordsOverTls() throws Exception {
        try (SecuredBroker secured = new SecuredBroker(directory)) {
            secured.broker().set("grpc.protocol", "sasl_tls");
            secured.start();
            ManagedChannel channel = channel(secured);
            try {
                ProduceRequest request = ProduceRequest.newBuilder()
                        .setTopic("t")
                        .addRecords(NewRecord.newBuilder().setValue(ByteString.copyFromUtf8("v")))
                        .build();
                topics(channel, "admin", SecuredBroker.ADMIN_PASSWORD)
                        .createTopic(
                                CreateTopicRequest.newBuilder().setName("t").build());

                assertThat(producer(channel, "admin", SecuredBroker.ADMIN_PASSWORD)
                                .produce(request)
                                .getResults(0)
                                .hasProblem())
                        .isFalse();
                assertThat(code(() -> producer(channel, "admin", "wrong").produce(request)))
                        .isEqualTo(Code.UNAUTHENTICATED);
                assertThat(code(() -> ProducerGrpc.newBlockingStub(channel)
                                .withDeadlineAfter(20, TimeUnit.SECONDS)
                                .produce(request)))
                        .isEqualTo(Code.UNAUTHENTICATED);
                assertThat(HealthGrpc.newBlockingStub(channel)
                                .check(HealthCheckRequest.getDefaultInstance())
                                .getStatus())
                        .isEqualTo(ServingStatus.SERVING);
            } finally {
                channel.shutdownNow();
            }
        }
    }

    @Test
    void certificateSaysWhoAClientIsAndAclsWhatItMay() throws Exception {
        try (SecuredBroker secured = new SecuredBroker(directory)) {
            secured.broker().set("grpc.protocol", "tls").set("grpc.client_auth", "required");
            secured.start();
            Authority.Issued stranger = secured.authority().issue("stranger", "/CN=stranger", 30);
            Authority.Issued admin = secured.authority().issue("admin", "/CN=admin", 30);
            ManagedChannel strangers = channel(secured, stranger);
            ManagedChannel admins = channel(secured, admin);
            try {
                CreateTopicRequest create =
                        CreateTopicRequest.newBuilder().setName("t").build();

                assertThat(code(() -> TopicsGrpc.newBlockingStub(strangers)
                                .withDeadlineAfter(20, TimeUnit.SECONDS)
                                .createTopic(create)))
                        .isEqualTo(Code.PERMISSION_DENIED);
                TopicsGrpc.newBlockingStub(admins)
                        .withDeadlineAfter(20, TimeUnit.SECONDS)
                        .createTopic(create);
                assertThat(TopicsGrpc.newBlockingStub(strangers)
                                .listTopics(ListTopicsRequest.getDefaultInstance())
                                .getTopicsList())
                        .isEmpty();
                assertThat(TopicsGrpc.newBlockingStub(admins)
                                .listTopics(ListTopicsRequest.getDefaultInstance())
                                .getTopicsList())
                        .hasSize(1);
            } finally {
                strangers.shutdownNow();
                admins.shutdownNow();
            }
        }
    }

    private static TopicsGrpc.TopicsBlockingStub topics(ManagedChannel channel, String user, String password) {
        return TopicsGrpc.newBlockingStub(channel)
                .withDeadlineAfter(20, TimeUnit.SECONDS)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(basic(user, password)));
    }

    private static ProducerGrpc.ProducerBlockingStub producer(ManagedChannel channel, String user, String password) {
        return ProducerGrpc.newBlockingStub(channel)
                .withDeadlineAfter(20, TimeUnit.SECONDS)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(basic(user, password)));
    }

    private static Metadata basic(String user, String password) {
        Metadata headers = new Metadata();
        headers.put(
                Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER),
                "Basic "
                        + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8)));
        return headers;
    }

    private static Code code(Runnable call) {
        try {
            call.run();
            return Code.OK;
        } catch (StatusRuntimeException e) {
            return e.getStatus().getCode();
        }
    }

    private static ManagedChannel channel(SecuredBroker secured) throws Exception {
        return NettyChannelBuilder.forTarget(secured.broker().grpc())
                .overrideAuthority("localhost")
                .sslContext(GrpcSslContexts.forClient()
                        .trustManager(secured.authority().certificate().toFile())
                        .build())
                .build();
    }

    private static ManagedChannel channel(SecuredBroker secured, Authority.Issued client) throws Exception {
        return NettyChannelBuilder.forTarget(secured.broker().grpc())
                .overrideAuthority("localhost")
                .sslContext(GrpcSslContexts.forClient()
                        .trustManager(secured.authority().certificate().toFile())
                        .keyManager(client.certificate().toFile(), client.key().toFile())
                        .build())
                .build();
    }
}
