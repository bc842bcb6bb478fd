package gossip.cli;

import gossip.cli.terminal.ExitCode;
import gossip.cli.terminal.Failure;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** Stands in the list of verbs; the start script runs the broker itself, so that it is one process. */
@Command(name = "start", description = "Start a broker; see gossip start --help.")
public final class StartCommand implements Runnable {
    @Unmatched
    private List<String> arguments = List.of();

    @Override
    public void run() {
        throw new Failure(
                ExitCode.USAGE,
                "a broker is started by the script bin/gossip: gossip start " + String.join(" ", arguments));
    }
}
