package gossip.cli.cluster;

import gossip.cli.terminal.Missing;
import gossip.cli.terminal.Table;
import gossip.cli.terminal.Terminal;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterResult;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Brokers, and how well the partitions are. */
@Command(name = "status", description = "Show the brokers, and how many partitions lack a leader or replicas.")
public final class ClusterStatusCommand implements Runnable {
    private final Terminal terminal;

    @Mixin
    private Connection connection = new Connection();

    /**
     * Creates the command.
     *
     * @param terminal its streams
     */
    public ClusterStatusCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        try (Admin admin = connection.admin()) {
            DescribeClusterResult cluster = admin.describeCluster();
            Collection<Node> nodes = Answers.await(cluster.nodes());
            Node controller = Answers.await(cluster.controller());
            Health health = health(admin);

            Table brokers = new Table("id", "address", "rack", "controller");
            nodes.stream().sorted(Comparator.comparingInt(Node::id)).forEach(node -> {
                Object rack = node.hasRack() ? node.rack() : Missing.MISSING;
                brokers.add(node.id(), node.host() + ":" + node.port(), rack, node.equals(controller) ? "yes" : "no");
            });

            String clusterId = Answers.await(cluster.clusterId());
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("clusterId", clusterId);
            result.put("brokers", brokers.objects());
            result.put("topics", health.topics());
            result.put("partitions", health.partitions());
            result.put("partitionsWithoutLeader", health.withoutLeader());
            result.put("partitionsUnderReplicated", health.underReplicated());
            String text = "cluster     " + clusterId + "\ntopics      " + health.topics() + "\npartitions  "
                    + health.partitions() + " (" + health.withoutLeader() + " without a leader, "
                    + health.underReplicated() + " under-replicated)\n\n" + brokers.text();
            connection.output().show(terminal, text, result);
        }
    }

    private static Health health(Admin admin) {
        Collection<String> names = Answers.await(
                admin.listTopics(new ListTopicsOptions().listInternal(true)).names());
        int partitions = 0;
        int withoutLeader = 0;
        int underReplicated = 0;
        for (TopicDescription topic :
                Answers.await(admin.describeTopics(names).allTopicNames()).values()) {
            for (TopicPartitionInfo partition : topic.partitions()) {
                partitions++;
                withoutLeader +=
                        partition.leader() == null || partition.leader().isEmpty() ? 1 : 0;
                underReplicated += partition.isr().size() < partition.replicas().size() ? 1 : 0;
            }
        }
        return new Health(names.size(), partitions, withoutLeader, underReplicated);
    }

    private record Health(int topics, int partitions, int withoutLeader, int underReplicated) {}
}
