package gossip.cli.topic;

import gossip.cli.cluster.Answers;
import gossip.cli.cluster.Connection;
import gossip.cli.terminal.Table;
import gossip.cli.terminal.Terminal;
import java.util.Collection;
import java.util.Comparator;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists topics. */
@Command(name = "list", description = "List the topics.")
public final class TopicListCommand implements Runnable {
    private final Terminal terminal;

    @Mixin
    private Connection connection = new Connection();

    @Option(names = "--internal", description = "Also the topics that the cluster keeps for itself.")
    private boolean internal;

    /**
     * Creates the command.
     *
     * @param terminal its streams
     */
    public TopicListCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        try (Admin admin = connection.admin()) {
            Collection<String> names = Answers.await(admin.listTopics(new ListTopicsOptions().listInternal(internal))
                    .names());
            Table table = new Table("topic", "partitions", "replicas", "internal");
            Answers.await(admin.describeTopics(names).allTopicNames()).values().stream()
                    .sorted(Comparator.comparing(TopicDescription::name))
                    .forEach(topic -> table.add(
                            topic.name(),
                            topic.partitions().size(),
                            topic.partitions().getFirst().replicas().size(),
                            topic.isInternal()));
            connection.output().show(terminal, table);
        }
    }
}
