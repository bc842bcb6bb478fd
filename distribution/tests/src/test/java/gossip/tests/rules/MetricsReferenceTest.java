package gossip.tests.rules;

import static org.assertj.core.api.Assertions.assertThat;

import gossip.api.Endpoint;
import gossip.api.broker.Figures;
import gossip.api.broker.RequestContext;
import gossip.api.metrics.Sample;
import gossip.api.security.Principal;
import gossip.core.Gossip;
import gossip.core.GossipConfig;
import io.grpc.ManagedChannel;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Keeps the page of all metrics as the metrics are; {@code -Dgossip.docs.write=true} writes it anew. */
class MetricsReferenceTest {
    private static final Path DOCS = Reactor.root().resolve("distribution/docs");
    private static final Pattern NAME = Pattern.compile("\"(gossip_[a-z0-9_]+)\"");
    private static final RequestContext SOMEBODY = new RequestContext(Principal.ANONYMOUS, "test", "127.0.0.1", "test");

    @TempDir
    Path dir;

    @Test
    @Timeout(60)
    void committedPageIsThatOfTheMetrics() throws Exception {
        Path page = DOCS.resolve("metrics.md");
        String generated = MetricsReference.markdown(samples());
        if (Boolean.getBoolean("gossip.docs.write")) {
            Files.writeString(page, generated);
        }

        assertThat(Files.readString(page))
                .as("write it anew: mvn test -pl distribution/tests -am -Dtest=MetricsReferenceTest"
                        + " -Dsurefire.failIfNoSpecifiedTests=false -Dgossip.docs.write=true")
                .isEqualTo(generated);
    }

    @Test
    void everyMetricInTheSourcesIsOnThePage() throws IOException {
        String page = Files.readString(DOCS.resolve("metrics.md"));

        assertThat(namesInSources())
                .isNotEmpty()
                .allSatisfy(name -> assertThat(page).contains("| `" + name + "` |"));
    }

    /** Those of a broker that has served a client, and that has a group. */
    private List<Sample> samples() throws Exception {
        try (Gossip gossip = Gossip.start(GossipConfig.in(dir)
                        .set("security.authorizer", "acl")
                        .set("security.super_users", "User:ANONYMOUS")
                        .set("group.offsets_partitions", "1"));
                Admin admin =
                        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, gossip.bootstrapServers()))) {
            gossip.createTopic("t", 1);
            admin.alterConsumerGroupOffsets("g", Map.of(new TopicPartition("t", 0), new OffsetAndMetadata(0)))
                    .all()
                    .get();
            askOverHttp(gossip, "/healthz");
            askOverHttp(gossip, "/nowhere");
            askOverHttp(gossip, "/subjects");
            askOverGrpc(gossip);
            return withLag(gossip.broker().figures());
        }
    }

    private static void askOverGrpc(Gossip gossip) {
        Endpoint door = gossip.endpoints().stream()
                .filter(endpoint -> endpoint.listener().equals("grpc"))
                .findFirst()
                .orElseThrow();
        ManagedChannel channel = NettyChannelBuilder.forAddress(door.host(), door.port())
                .usePlaintext()
                .build();
        try {
            HealthGrpc.newBlockingStub(channel).check(HealthCheckRequest.getDefaultInstance());
        } finally {
            channel.shutdownNow();
        }
    }

    private static void askOverHttp(Gossip gossip, String path) throws Exception {
        Endpoint door = gossip.endpoints().stream()
                .filter(endpoint -> endpoint.listener().equals("rest"))
                .findFirst()
                .orElseThrow();
        try (HttpClient client = HttpClient.newHttpClient()) {
            client.send(
                    HttpRequest.newBuilder(URI.create("http://" + door + path)).build(), BodyHandlers.discarding());
        }
    }

    /** Lag is worked out beside whoever looks. */
    private static List<Sample> withLag(Figures figures) {
        List<Sample> samples = figures.snapshot(SOMEBODY);
        while (samples.stream().noneMatch(sample -> sample.name().equals("gossip_group_lag_records"))) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
            samples = figures.snapshot(SOMEBODY);
        }
        return samples;
    }

    private static Set<String> namesInSources() {
        return Reactor.sources().stream()
                .filter(source -> source.toString().contains("src/main/java/"))
                .flatMap(source -> Reactor.linesOf(source).stream())
                .flatMap(line -> NAME.matcher(line).results().map(result -> result.group(1)))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
