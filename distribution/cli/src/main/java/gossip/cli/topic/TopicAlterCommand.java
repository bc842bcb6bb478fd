package gossip.cli.topic;

import gossip.cli.cluster.Answers;
import gossip.cli.cluster.Connection;
import gossip.cli.terminal.ExitCode;
import gossip.cli.terminal.Failure;
import gossip.cli.terminal.Table;
import gossip.cli.terminal.Terminal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.common.config.ConfigResource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Changes settings of a topic or adds partitions to it. */
@Command(name = "alter", description = "Change the settings of a topic, or add partitions to it.")
public final class TopicAlterCommand implements Runnable {
    private final Terminal terminal;

    @Mixin
    private Connection connection = new Connection();

    @Parameters(paramLabel = "TOPIC", description = "Name of the topic.")
    private String topic = "";

    @Option(
            names = {"-p", "--partitions"},
            paramLabel = "N",
            description = "The new number of partitions; it can only grow.")
    private @Nullable Integer partitions;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "KEY=VALUE",
            description = "A setting to change; may be repeated.")
    private Map<String, String> configs = new LinkedHashMap<>();

    @Option(
            names = "--delete-config",
            paramLabel = "KEY",
            description = "A setting to return to its default; may be repeated.")
    private List<String> deletedConfigs = new ArrayList<>();

    /**
     * Creates the command.
     *
     * @param terminal its streams
     */
    public TopicAlterCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        if (partitions == null && configs.isEmpty() && deletedConfigs.isEmpty()) {
            throw new Failure(
                    ExitCode.USAGE, "nothing to alter: give --partitions, --config KEY=VALUE or --delete-config KEY");
        }
        try (Admin admin = connection.admin()) {
            Table table = new Table("topic", "change");
            if (partitions != null) {
                Answers.await(admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(partitions)))
                        .all());
                table.add(topic, "partitions=" + partitions);
            }
            if (!configs.isEmpty() || !deletedConfigs.isEmpty()) {
                alterConfigs(admin);
                configs.forEach((key, value) -> table.add(topic, key + "=" + value));
                deletedConfigs.forEach(key -> table.add(topic, key + " back to its default"));
            }
            connection.output().show(terminal, table);
        }
    }

    private void alterConfigs(Admin admin) {
        List<AlterConfigOp> changes = new ArrayList<>();
        configs.forEach(
                (key, value) -> changes.add(new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET)));
        deletedConfigs.forEach(
                key -> changes.add(new AlterConfigOp(new ConfigEntry(key, ""), AlterConfigOp.OpType.DELETE)));
        Answers.await(
                admin.incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.TOPIC, topic), changes))
                        .all());
    }
}
