package gossip.cli.node;

import gossip.cli.terminal.Table;
import gossip.cli.terminal.Terminal;
import gossip.core.plugin.PluginCatalog;
import gossip.launcher.Launcher;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows the plugins. */
@Command(
        name = "plugins",
        description = "Show the plugins that a broker started here would have, from where, and what they provide.")
public final class PluginsCommand implements Runnable {
    private final Terminal terminal;

    @Mixin
    private NodeOptions options = new NodeOptions();

    /**
     * Creates the command.
     *
     * @param terminal its streams
     */
    public PluginsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        Table table = new Table("plugin", "version", "provides", "location");
        Launcher.plugins(options.startOptions(System.getenv()))
                .forEach(plugin -> table.add(plugin.name(), plugin.version(), provisions(plugin), plugin.location()));
        options.output().show(terminal, table);
    }

    /** What is not used, because it is disabled or another was chosen, is marked. */
    private static List<String> provisions(PluginCatalog.Listed plugin) {
        return plugin.provides().stream()
                .map(offer -> offer.spi() + " " + offer.name() + (offer.used() ? "" : " (not used)"))
                .toList();
    }
}
