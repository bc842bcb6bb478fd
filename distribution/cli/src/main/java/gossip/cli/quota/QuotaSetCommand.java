package gossip.cli.quota;

import gossip.cli.cluster.Answers;
import gossip.cli.cluster.Connection;
import gossip.cli.terminal.ExitCode;
import gossip.cli.terminal.Failure;
import gossip.cli.terminal.Table;
import gossip.cli.terminal.Terminal;
import java.util.LinkedHashMap;
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

/** Set quotas of a user, client id or address. */
@Command(name = "set", description = "Set quotas of a user, client id or address.")
public final class QuotaSetCommand implements Runnable {
    private final Terminal terminal;

    @Mixin
    private Connection connection = new Connection();

    @Mixin
    private QuotaTarget target = new QuotaTarget();

    @Parameters(
            paramLabel = "QUOTA=LIMIT",
            arity = "1..*",
            description = "producer_byte_rate, consumer_byte_rate, request_percentage, controller_mutation_rate; for an"
                    + " address connection_creation_rate. All are for each second.")
    private Map<String, Double> quotas = new LinkedHashMap<>();

    /**
     * Creates the command.
     *
     * @param terminal its streams
     */
    public QuotaSetCommand(Terminal terminal) {
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
            quotas.forEach((name, limit) -> table.add(name, "set to " + limit));
            connection.output().show(terminal, table);
        }
    }

    private List<Op> ops() {
        return quotas.entrySet().stream()
                .map(quota -> new Op(quota.getKey(), quota.getValue()))
                .toList();
    }
}
