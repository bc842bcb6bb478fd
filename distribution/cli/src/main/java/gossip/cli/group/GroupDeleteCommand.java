package gossip.cli.group;

import gossip.cli.cluster.Answers;
import gossip.cli.cluster.Connection;
import gossip.cli.terminal.Table;
import gossip.cli.terminal.Terminal;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Deletes groups. */
@Command(name = "delete", description = "Delete groups that have no members, with their committed offsets.")
public final class GroupDeleteCommand implements Runnable {
    private final Terminal terminal;

    @Mixin
    private Connection connection = new Connection();

    @Parameters(paramLabel = "GROUP", arity = "1..*", description = "Names of the groups.")
    private List<String> groups = List.of();

    @Option(names = "--if-exists", description = "Succeed also for a group that does not exist.")
    private boolean ifExists;

    /**
     * Creates the command.
     *
     * @param terminal its streams
     */
    public GroupDeleteCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        try (Admin admin = connection.admin()) {
            Map<String, KafkaFuture<Void>> results =
                    admin.deleteConsumerGroups(groups).deletedGroups();
            Table table = new Table("group", "result");
            for (String group : groups) {
                table.add(group, deleted(results, group) ? "deleted" : "did not exist");
            }
            connection.output().show(terminal, table);
        }
    }

    private boolean deleted(Map<String, KafkaFuture<Void>> results, String group) {
        try {
            Answers.await(results, group);
            return true;
        } catch (GroupIdNotFoundException e) {
            if (ifExists) {
                return false;
            }
            throw e;
        }
    }
}
