package gossip.cli.group;

import gossip.cli.cluster.Answers;
import gossip.cli.cluster.Connection;
import gossip.cli.terminal.Missing;
import gossip.cli.terminal.Table;
import gossip.cli.terminal.Terminal;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists groups. */
@Command(name = "list", description = "List the consumer groups.")
public final class GroupListCommand implements Runnable {
    private final Terminal terminal;

    @Mixin
    private Connection connection = new Connection();

    /**
     * Creates the command.
     *
     * @param terminal its streams
     */
    public GroupListCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        try (Admin admin = connection.admin()) {
            Table table = new Table("group", "type", "state");
            Answers.await(admin.listGroups().all()).stream()
                    .sorted(Comparator.comparing(GroupListing::groupId))
                    .forEach(group -> table.add(group.groupId(), word(group.type()), word(group.groupState())));
            connection.output().show(terminal, table);
        }
    }

    private static Object word(Optional<?> value) {
        return value.<Object>map(known -> known.toString().toLowerCase(Locale.ROOT))
                .orElse(Missing.MISSING);
    }
}
