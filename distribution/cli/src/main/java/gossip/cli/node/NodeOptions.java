package gossip.cli.node;

import gossip.cli.terminal.ExitCode;
import gossip.cli.terminal.Failure;
import gossip.cli.terminal.Output;
import gossip.launcher.StartOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that {@code gossip start} would be given, for commands that tell what it would do. */
final class NodeOptions {
    @Option(names = "--config", paramLabel = "FILE", description = "The broker's configuration file.")
    private @Nullable String config;

    @Option(names = "--data-dir", paramLabel = "DIR", description = "Where the broker keeps its data.")
    private @Nullable String dataDir;

    @Option(names = "--plugins-dir", paramLabel = "DIR", description = "Where added plugins are.")
    private @Nullable String pluginsDir;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "One setting; may be repeated.")
    private List<String> settings = new ArrayList<>();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "table|json",
            defaultValue = "table",
            description = "Form of the result (default: table).")
    private Output output = Output.TABLE;

    Output output() {
        return output;
    }

    /** As the launcher reads them. */
    StartOptions startOptions(Map<String, String> environment) {
        List<String> arguments = new ArrayList<>();
        add(arguments, "--config", config);
        add(arguments, "--data-dir", dataDir);
        add(arguments, "--plugins-dir", pluginsDir);
        settings.forEach(setting -> add(arguments, "--set", setting));
        try {
            return StartOptions.parse(arguments, environment);
        } catch (IllegalArgumentException e) {
            throw new Failure(
                    ExitCode.USAGE,
                    String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
    }

    private static void add(List<String> arguments, String option, @Nullable String value) {
        if (value != null) {
            arguments.add(option);
            arguments.add(value);
        }
    }
}
