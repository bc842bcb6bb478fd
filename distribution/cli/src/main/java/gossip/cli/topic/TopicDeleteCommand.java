package gossip.cli.topic;

import gossip.cli.cluster.Answers;
import gossip.cli.cluster.Connection;
import gossip.cli.terminal.Table;
import gossip.cli.terminal.Terminal;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Deletes topics. */
@Command(name = "delete", description = "Delete topics with all their records.")
public final class TopicDeleteCommand implements Runnable {
    private final Terminal terminal;

    @Mixin
    private Connection connection = new Connection();

    @Parameters(paramLabel = "TOPIC", arity = "1..*", description = "Names of the topics.")
    private List<String> topics = List.of();

    @Option(names = "--if-exists", description = "Succeed also for a topic that does not exist.")
    private boolean ifExists;

    /**
     * Creates the command.
     *
     * @param terminal its streams
     */
    public TopicDeleteCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        try (Admin admin = connection.admin()) {
            Map<String, KafkaFuture<Void>> results = admin.deleteTopics(topics).topicNameValues();
            Table table = new Table("topic", "result");
            for (String topic : topics) {
                table.add(topic, deleted(results, topic) ? "deleted" : "did not exist");
            }
            connection.output().show(terminal, table);
        }
    }

    private boolean deleted(Map<String, KafkaFuture<Void>> results, String topic) {
        try {
            Answers.await(results, topic);
            return true;
        } catch (UnknownTopicOrPartitionException e) {
            if (ifExists) {
                return false;
            }
            throw e;
        }
    }
}
