package gossip.cli;

import gossip.api.plugin.GossipPlugin;
import gossip.cli.terminal.Output;
import gossip.cli.terminal.Terminal;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.utils.internals.AppInfoParser;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows versions. */
@Command(name = "version", description = "Show the versions of Gossip and of what it runs on.")
public final class VersionCommand implements Runnable {
    private final Terminal terminal;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "table|json",
            defaultValue = "table",
            description = "Form of the result (default: table).")
    private Output output = Output.TABLE;

    /**
     * Creates the command.
     *
     * @param terminal its streams
     */
    public VersionCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        Map<String, Object> versions = new LinkedHashMap<>();
        versions.put("gossip", Version.gossip());
        versions.put("plugin-api", GossipPlugin.API_VERSION);
        versions.put("kafka-client", AppInfoParser.getVersion());
        versions.put("java", Version.java());
        StringBuilder text = new StringBuilder();
        versions.forEach((part, version) -> text.append(String.format("%-14s%s%n", part, version)));
        output.show(terminal, text.toString(), versions);
    }
}
