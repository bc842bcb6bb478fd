package gossip.cli.node;

import gossip.cli.terminal.Missing;
import gossip.cli.terminal.Table;
import gossip.cli.terminal.Terminal;
import gossip.launcher.Launcher;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows the effective settings. */
@Command(
        name = "config",
        description = "Show the settings that a broker started here would have, and where each is from.")
public final class ConfigCommand implements Runnable {
    private final Terminal terminal;

    @Mixin
    private NodeOptions options = new NodeOptions();

    /**
     * Creates the command.
     *
     * @param terminal its streams
     */
    public ConfigCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        Table table = new Table("setting", "value", "source");
        Launcher.configuration(options.startOptions(System.getenv()))
                .forEach(row ->
                        table.add(row.key(), row.value().isEmpty() ? Missing.MISSING : row.value(), row.source()));
        options.output().show(terminal, table);
    }
}
