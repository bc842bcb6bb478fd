package gossip.cli;

import gossip.cli.terminal.Output;
import gossip.cli.terminal.Terminal;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints a completion script. */
@Command(
        name = "completion",
        description = "Print a completion script, to be used so: source <(gossip completion bash)")
public final class CompletionCommand implements Runnable {
    private final Terminal terminal;

    /** The shells; one script serves both. */
    enum Shell {
        BASH,
        ZSH
    }

    @Parameters(
            paramLabel = "bash|zsh",
            arity = "0..1",
            defaultValue = "bash",
            description = "The shell (default: bash).")
    private Shell shell = Shell.BASH;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /**
     * Creates the command.
     *
     * @param terminal its streams
     */
    public CompletionCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        CommandLine root = spec.root().commandLine();
        String script = AutoComplete.bash("gossip", root);
        String zsh = "autoload -U +X compinit && compinit\nautoload -U +X bashcompinit && bashcompinit\n";
        Output.TABLE.show(terminal, shell == Shell.ZSH ? zsh + script : script, script);
    }
}
