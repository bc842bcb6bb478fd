package gossip.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.broker.Groups;
import gossip.api.broker.Groups.CommittedOffsets;
import gossip.api.broker.Groups.Member;
import gossip.api.broker.RequestContext;
import gossip.api.group.GroupStore.Committed;
import gossip.api.record.StoredRecord;
import gossip.core.Gossip;
import gossip.core.GossipConfig;
import gossip.core.StartException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The broker on its real parts: Raft, write-ahead log, segments and the Kafka server. */
class EmbeddedBrokerTest {
    @TempDir
    Path dir;

    @Test
    void exampleDoesWhatItSays() {
        String first = runExample();
        String second = runExample();

        assertThat(first).contains("Kafka clients connect to 127.0.0.1:", "0 alice: hello\n1 bob: good morning\n");
        assertThat(second).contains("2 alice: hello\n3 bob: good morning\n");
    }

    @Test
    void recordsAndTopicsSurviveARestart() {
        List<String> values = IntStream.range(0, 50).mapToObj(i -> "value " + i).toList();
        String clusterId;
        int brokerId;
        try (var gossip = Gossip.start(GossipConfig.in(dir))) {
            gossip.createTopic("t", 2, Map.of("retention.ms", "60000"));
            values.forEach(value -> gossip.produce("t", "same key", value));
            clusterId = gossip.broker().cluster().id().toString();
            brokerId = gossip.broker().cluster().brokerId();
        }
        assertThat(dir.resolve("clean-shutdown")).exists();

        try (var gossip = Gossip.start(GossipConfig.in(dir))) {
            int partition = gossip.produce("t", "same key", "after").partition();
            assertThat(gossip.consume("t", partition, 0, 1000))
                    .extracting(StoredRecord::value)
                    .extracting(Gossip::text)
                    .startsWith(values.toArray(String[]::new))
                    .endsWith("after")
                    .hasSize(51);
            assertThat(gossip.broker()
                            .cluster()
                            .metadata()
                            .topic("t")
                            .orElseThrow()
                            .configs())
                    .containsEntry("retention.ms", "60000");
            assertThat(gossip.broker().cluster().id()).hasToString(clusterId);
            assertThat(gossip.broker().cluster().brokerId()).isEqualTo(brokerId);
        }
    }

    @Test
    void committedOffsetsSurviveARestart() throws Exception {
        TopicPartition partition = new TopicPartition("t", 0);
        Member outside = new Member("g", "", Optional.empty(), -1);
        try (var gossip = Gossip.start(GossipConfig.in(dir))) {
            gossip.createTopic("t", 1);
            Groups groups = gossip.broker().groups();
            await(groups.coordinator(RequestContext.INTERNAL, "g"));
            Map<TopicPartition, Committed> offsets = Map.of(partition, new Committed(7, -1, "note", 1));
            Map<TopicPartition, ErrorCode> committed;
            do {
                committed = await(groups.commit(RequestContext.INTERNAL, outside, offsets));
            } while (committed.containsValue(ErrorCode.COORDINATOR_LOAD_IN_PROGRESS));
            assertThat(committed).containsEntry(partition, ErrorCode.NONE);
        }
        try (var gossip = Gossip.start(GossipConfig.in(dir))) {
            Groups groups = gossip.broker().groups();
            CommittedOffsets read;
            do {
                read = await(groups.committed(RequestContext.INTERNAL, Groups.Member.outside("g"), Optional.empty()));
            } while (read.error() == ErrorCode.COORDINATOR_LOAD_IN_PROGRESS);
            assertThat(read.offsets()).containsOnlyKeys(partition);
            assertThat(read.offsets().get(partition).offset()).isEqualTo(7);
        }
    }

    @Test
    void anotherNodesDirectoryIsRefused() {
        Gossip.start(GossipConfig.in(dir)).close();

        assertThatThrownBy(() -> Gossip.start(GossipConfig.in(dir).set("node.id", "other")))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("is of node.id \"gossip-1\", not \"other\"");
    }

    @Test
    void addressInUseIsNamedAndTheDirectoryCanBeUsedAfterwards() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            String address = "127.0.0.1:" + taken.getLocalPort();

            assertThatThrownBy(() -> Gossip.start(GossipConfig.in(dir).bind(address)))
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining(address);
        }
        Gossip.start(GossipConfig.in(dir)).close();
    }

    private static <T> T await(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private String runExample() {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        EmbeddedExample.run(dir, new PrintStream(output, true, StandardCharsets.UTF_8));
        return output.toString(StandardCharsets.UTF_8);
    }
}
