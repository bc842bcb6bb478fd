package gossip.cli;

import gossip.api.config.SettingType;
import gossip.cli.terminal.ExitCode;
import gossip.cli.terminal.Terminal;
import gossip.cli.terminal.Verbosity;
import java.lang.reflect.Constructor;
import java.time.Duration;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/** Runs one command. */
public final class Main {
    private Main() {}

    /**
     * The program.
     *
     * @param args a verb and its options
     */
    public static void main(String[] args) {
        System.exit(run(Terminal.ofProcess(), args));
    }

    /**
     * Runs one command and returns the exit code.
     *
     * @param terminal its streams
     * @param args a verb and its options
     * @return one of {@link ExitCode}
     */
    static int run(Terminal terminal, String... args) {
        Verbosity.set(false);
        return commandLine(terminal).execute(args);
    }

    private static CommandLine commandLine(Terminal terminal) {
        CommandLine commandLine = new CommandLine(new GossipCommand(), new TerminalFactory(terminal));
        commandLine.registerConverter(
                Duration.class, text -> SettingType.DURATION.parse().apply(text));
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setUsageHelpAutoWidth(true);
        commandLine.setExecutionExceptionHandler((error, command, result) -> {
            ErrorText text = ErrorText.of(error);
            terminal.err().println("gossip: " + text.line());
            if (Verbosity.isVerbose()) {
                error.printStackTrace(terminal.err());
            }
            return text.exitCode();
        });
        commandLine.setParameterExceptionHandler((error, args) -> {
            CommandLine command = error.getCommandLine();
            terminal.err().println("gossip: " + error.getMessage());
            CommandLine.UnmatchedArgumentException.printSuggestions(error, command.getErr());
            terminal.err().println("See: " + command.getCommandSpec().qualifiedName() + " --help");
            return ExitCode.USAGE;
        });
        return commandLine;
    }

    /** Gives each command the streams that its constructor asks for. */
    private record TerminalFactory(Terminal terminal) implements IFactory {
        @Override
        public <K> K create(Class<K> type) throws Exception {
            for (Constructor<?> constructor : type.getDeclaredConstructors()) {
                if (constructor.getParameterCount() == 1 && constructor.getParameterTypes()[0] == Terminal.class) {
                    return type.cast(constructor.newInstance(terminal));
                }
            }
            return CommandLine.defaultFactory().create(type);
        }
    }
}
