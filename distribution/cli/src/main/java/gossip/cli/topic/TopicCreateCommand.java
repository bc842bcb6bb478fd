package gossip.cli.topic;

import gossip.cli.cluster.Answers;
import gossip.cli.cluster.Connection;
import gossip.cli.terminal.Table;
import gossip.cli.terminal.Terminal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Creates topics. */
@Command(name = "create", description = "Create topics.")
public final class TopicCreateCommand implements Runnable {
    private final Terminal terminal;

    @Mixin
    private Connection connection = new Connection();

    @Parameters(paramLabel = "TOPIC", arity = "1..*", description = "Names of the topics.")
    private List<String> topics = List.of();

    @Option(
            names = {"-p", "--partitions"},
            paramLabel = "N",
            description = "Partitions of each topic (default: the cluster's default).")
    private @Nullable Integer partitions;

    @Option(
            names = "--replication-factor",
            paramLabel = "N",
            description = "Replicas of each partition (default: the cluster's default).")
    private @Nullable Short replicationFactor;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "KEY=VALUE",
            description = "A topic setting, such as retention.ms=3600000; may be repeated.")
    private Map<String, String> configs = new LinkedHashMap<>();

    @Option(names = "--if-not-exists", description = "Leave a topic that exists as it is, and succeed.")
    private boolean ifNotExists;

    /**
     * Creates the command.
     *
     * @param terminal its streams
     */
    public TopicCreateCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        try (Admin admin = connection.admin()) {
            CreateTopicsResult result =
                    admin.createTopics(topics.stream().map(this::newTopic).toList());
            Table table = new Table("topic", "result");
            for (String topic : topics) {
                table.add(topic, created(result, topic) ? "created" : "exists");
            }
            connection.output().show(terminal, table);
        }
    }

    private NewTopic newTopic(String name) {
        return new NewTopic(name, Optional.ofNullable(partitions), Optional.ofNullable(replicationFactor))
                .configs(configs);
    }

    private boolean created(CreateTopicsResult result, String topic) {
        try {
            Answers.await(result.values(), topic);
            return true;
        } catch (TopicExistsException e) {
            if (ifNotExists) {
                return false;
            }
            throw e;
        }
    }
}
