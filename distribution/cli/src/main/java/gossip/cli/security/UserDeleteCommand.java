package gossip.cli.security;

import gossip.cli.cluster.Answers;
import gossip.cli.cluster.Connection;
import gossip.cli.terminal.ExitCode;
import gossip.cli.terminal.Failure;
import gossip.cli.terminal.Table;
import gossip.cli.terminal.Terminal;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialDeletion;
import org.apache.kafka.common.errors.ResourceNotFoundException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Deletes users. */
@Command(name = "delete", description = "Delete users: they cannot log in any more. Their ACLs stay.")
public final class UserDeleteCommand implements Runnable {
    private final Terminal terminal;

    @Mixin
    private Connection connection = new Connection();

    @Parameters(paramLabel = "USER", arity = "1..*", description = "Names of the users.")
    private List<String> users = List.of();

    /**
     * Creates the command.
     *
     * @param terminal its streams
     */
    public UserDeleteCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        try (Admin admin = connection.admin()) {
            List<UserScramCredentialAlteration> deletions = new ArrayList<>();
            for (String user : users) {
                credentials(admin, user)
                        .forEach(info -> deletions.add(new UserScramCredentialDeletion(user, info.mechanism())));
            }
            Answers.await(admin.alterUserScramCredentials(deletions).all());
            Table table = new Table("user", "result");
            users.forEach(user -> table.add(user, "deleted"));
            connection.output().show(terminal, table);
        }
    }

    private static List<ScramCredentialInfo> credentials(Admin admin, String user) {
        try {
            return Answers.await(
                            admin.describeUserScramCredentials(List.of(user)).description(user))
                    .credentialInfos();
        } catch (ResourceNotFoundException e) {
            throw new Failure(
                    ExitCode.NOT_FOUND, "there is no user " + user + "; those that there are: gossip user list");
        }
    }
}
