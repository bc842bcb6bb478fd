package gossip.cli.security;

import gossip.cli.cluster.Answers;
import gossip.cli.cluster.Connection;
import gossip.cli.terminal.Terminal;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists ACLs. */
@Command(name = "list", description = "List the ACLs; options choose among them.")
public final class AclListCommand implements Runnable {
    private final Terminal terminal;

    @Mixin
    private Connection connection = new Connection();

    @Mixin
    private AclOptions options = new AclOptions();

    /**
     * Creates the command.
     *
     * @param terminal its streams
     */
    public AclListCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        try (Admin admin = connection.admin()) {
            List<AclBinding> acls = new ArrayList<>();
            for (AclBindingFilter filter : options.filters()) {
                acls.addAll(Answers.await(admin.describeAcls(filter).values()));
            }
            connection.output().show(terminal, AclTable.of(acls));
        }
    }
}
