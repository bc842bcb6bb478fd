package gossip.cli.quota;

import gossip.cli.cluster.Answers;
import gossip.cli.cluster.Connection;
import gossip.cli.terminal.Table;
import gossip.cli.terminal.Terminal;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.apache.kafka.common.quota.ClientQuotaFilter;
import org.apache.kafka.common.quota.ClientQuotaFilterComponent;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** List quotas. */
@Command(name = "list", description = "List quotas.")
public final class QuotaListCommand implements Runnable {
    private final Terminal terminal;

    @Mixin
    private Connection connection = new Connection();

    @Mixin
    private QuotaTarget target = new QuotaTarget();

    /**
     * Creates the command.
     *
     * @param terminal its streams
     */
    public QuotaListCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        try (Admin admin = connection.admin()) {
            Table table = new Table("user", "client id", "ip", "quota", "limit");
            Answers.await(admin.describeClientQuotas(filter()).entities())
                    .forEach((entity, quotas) -> new TreeMap<>(quotas)
                            .forEach((name, limit) -> table.add(
                                    QuotaTarget.shown(entity.entries(), ClientQuotaEntity.USER),
                                    QuotaTarget.shown(entity.entries(), ClientQuotaEntity.CLIENT_ID),
                                    QuotaTarget.shown(entity.entries(), ClientQuotaEntity.IP),
                                    name,
                                    limit)));
            connection.output().show(terminal, table);
        }
    }

    private ClientQuotaFilter filter() {
        List<ClientQuotaFilterComponent> components = new ArrayList<>();
        target.entries()
                .forEach((type, name) -> components.add(
                        name == null
                                ? ClientQuotaFilterComponent.ofDefaultEntity(type)
                                : ClientQuotaFilterComponent.ofEntity(type, name)));
        return ClientQuotaFilter.contains(components);
    }
}
