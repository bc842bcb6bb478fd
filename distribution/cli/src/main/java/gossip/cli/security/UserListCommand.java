package gossip.cli.security;

import gossip.cli.cluster.Answers;
import gossip.cli.cluster.Connection;
import gossip.cli.terminal.Table;
import gossip.cli.terminal.Terminal;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists users. */
@Command(name = "list", description = "List the users that have a password.")
public final class UserListCommand implements Runnable {
    private final Terminal terminal;

    @Mixin
    private Connection connection = new Connection();

    /**
     * Creates the command.
     *
     * @param terminal its streams
     */
    public UserListCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        try (Admin admin = connection.admin()) {
            Table table = new Table("user", "mechanisms");
            new TreeMap<>(Answers.await(admin.describeUserScramCredentials().all()))
                    .forEach((user, description) -> table.add(
                            user,
                            description.credentialInfos().stream()
                                    .map(info -> info.mechanism().mechanismName() + " (" + info.iterations() + ")")
                                    .sorted()
                                    .toList()));
            connection.output().show(terminal, table);
        }
    }
}
