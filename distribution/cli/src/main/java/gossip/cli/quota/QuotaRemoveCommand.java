package gossip.cli.quota;

import gossip.cli.cluster.Answers;
import gossip.cli.cluster.Connection;
import gossip.cli.terminal.ExitCode;
import gossip.cli.terminal.Failure;
import gossip.cli.terminal.Table;
import gossip.cli.terminal.Terminal;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaAlteration.Op;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Lift quotas of a user, client id or address. */
@Command(name = "remove", description = "Lift quotas of a user, client id or address.")
public final class QuotaRemoveCommand implements Runnable {
    private final Terminal terminal;

    @Mixin
    private Connection connection = new Connection();

    @Mixin
    private QuotaTarget target = new QuotaTarget();

    @Parameters(paramLabel = "QUOTA", arity = "1..*", description = "Names of the quotas, as the list shows them.")
    private List<String> quotas = List.of();

    /**
     * Creates the command.
     *
     * @param terminal its streams
     */
    public QuotaRemoveCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        Map<String, @Nullable String> entries = target.entries();
        if (entries.isEmpty()) {
            throw new Failure(ExitCode.USAGE, "name a user, a client id or an address: --user, --client-id or --ip");
        }
        try (Admin admin = connection.admin()) {
            ClientQuotaAlteration alteration = new ClientQuotaAlteration(new ClientQuotaEntity(entries), ops());
            Answers.await(admin.alterClientQuotas(List.of(alteration)).all());
            Table table = new Table("quota", "result");
            quotas.forEach(name -> table.add(name, "lifted"));
            connection.output().show(terminal, table);
        }
    }

    private List<Op> ops() {
        return quotas.stream().map(quota -> new Op(quota, null)).toList();
    }
}
