package gossip.cli.security;

import gossip.cli.cluster.Answers;
import gossip.cli.cluster.Connection;
import gossip.cli.terminal.ExitCode;
import gossip.cli.terminal.Failure;
import gossip.cli.terminal.Terminal;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourcePattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Adds ACLs. */
@Command(name = "add", description = "Allow or deny principals to do something.")
public final class AclAddCommand implements Runnable {
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
    public AclAddCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        List<AclBinding> acls = bindings();
        try (Admin admin = connection.admin()) {
            Answers.await(admin.createAcls(acls).all());
            connection.output().show(terminal, AclTable.of(acls));
        }
    }

    private List<AclBinding> bindings() {
        List<AclBinding> acls = new ArrayList<>();
        for (AclOptions.Target target : options.targets()) {
            for (String principal : options.principals()) {
                for (AclOperation operation : options.operations()) {
                    acls.add(new AclBinding(
                            new ResourcePattern(target.type(), target.name(), options.pattern()),
                            new AccessControlEntry(principal, options.hostOrAll(), operation, options.permission())));
                }
            }
        }
        if (acls.isEmpty()) {
            throw new Failure(
                    ExitCode.USAGE,
                    "name a resource (such as --topic), --principal and --operation; an example: gossip acl add --topic"
                            + " orders --principal User:alice --operation read");
        }
        return acls;
    }
}
