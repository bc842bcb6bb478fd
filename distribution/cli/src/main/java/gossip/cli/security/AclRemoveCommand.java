package gossip.cli.security;

import gossip.cli.cluster.Answers;
import gossip.cli.cluster.Connection;
import gossip.cli.terminal.ExitCode;
import gossip.cli.terminal.Failure;
import gossip.cli.terminal.Terminal;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AclBindingFilter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Removes ACLs. */
@Command(name = "remove", description = "Remove the ACLs that the options choose, and list them.")
public final class AclRemoveCommand implements Runnable {
    private final Terminal terminal;

    @Mixin
    private Connection connection = new Connection();

    @Mixin
    private AclOptions options = new AclOptions();

    @Option(names = "--all", description = "Remove all ACLs, if no option chooses among them.")
    private boolean all;

    /**
     * Creates the command.
     *
     * @param terminal its streams
     */
    public AclRemoveCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        List<AclBindingFilter> filters = options.filters();
        if (filters.contains(AclBindingFilter.ANY) && !all) {
            throw new Failure(ExitCode.USAGE, "this would remove all ACLs; choose some, or add --all");
        }
        try (Admin admin = connection.admin()) {
            connection
                    .output()
                    .show(
                            terminal,
                            AclTable.of(Answers.await(admin.deleteAcls(filters).all())));
        }
    }
}
