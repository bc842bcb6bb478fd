package gossip.raft.quorum;

import gossip.api.config.NodeSettings;
import gossip.api.metadata.Assignment;
import gossip.api.metadata.MetadataCommand;
import gossip.api.metadata.MetadataCommand.CreateTopic;
import gossip.api.metadata.MetadataCommand.RegisterBroker;
import gossip.api.metadata.MetadataStore;
import gossip.api.metadata.TopicImage;
import gossip.raft.RaftSettings;
import gossip.raft.TestNode;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * One node of a quorum as a process of its own: takes a command from each line of its input and answers it with a line that
 * starts with ok or error.
 */
public final class MemberMain {
    private final TestNode node;
    private final MetadataStore store;

    private MemberMain(TestNode node) {
        this.node = node;
        this.store = node.store();
    }

    /**
     * Runs a node until its input ends.
     *
     * @param args data directory, this node's address, all addresses, name of the cluster, request timeout
     */
    public static void main(String[] args) throws Exception {
        TestNode node = new TestNode(Path.of(args[0]))
                .with(NodeSettings.CLUSTER_ADDRESS, args[1])
                .with(NodeSettings.INITIAL_NODES, List.of(args[2].split(",")))
                .with(NodeSettings.CLUSTER_NAME, args[3])
                .with(RaftSettings.REQUEST_TIMEOUT, RaftSettings.REQUEST_TIMEOUT.parse(args[4]))
                .with(RaftSettings.ELECTION_TIMEOUT, Duration.ofMillis(500))
                .with(RaftSettings.HEARTBEAT_INTERVAL, Duration.ofMillis(100));
        MemberMain member = new MemberMain(node);
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
                MetadataStore store = member.store) {
            store.start();
            System.out.println("ok started");
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                System.out.println(member.answer(line.split(" ")));
            }
        }
    }

    private String answer(String[] words) {
        try {
            return "ok "
                    + switch (words[0]) {
                        case "register" -> submit(new RegisterBroker(words[1], List.of()));
                        case "create" -> submit(topic(words[1], Integer.parseInt(words[2])));
                        case "await" -> await(words[1]);
                        case "topics" -> topics();
                        case "leader" -> store.leader().orElse("nobody");
                        case "snapshot" ->
                            node.engine().snapshot().toCompletableFuture().get(50, TimeUnit.SECONDS);
                        default -> throw new IllegalArgumentException(words[0]);
                    };
        } catch (Exception e) {
            return "error " + e;
        }
    }

    private Object submit(MetadataCommand command) throws Exception {
        return store.submit(command).toCompletableFuture().get(50, TimeUnit.SECONDS);
    }

    private static CreateTopic topic(String name, int partitions) {
        return new CreateTopic(name, UUID.randomUUID(), Assignment.onOne(partitions, 1), Map.of());
    }

    private String await(String topic) throws Exception {
        CompletableFuture<TopicImage> seen = new CompletableFuture<>();
        store.listen((before, after) -> after.topic(topic).ifPresent(seen::complete));
        return seen.get(50, TimeUnit.SECONDS).partitionCount() + " partitions";
    }

    private String topics() {
        return store.image().topics().map(TopicImage::name).sorted().collect(Collectors.joining(","));
    }
}
