package gossip.cli.security;

import gossip.cli.cluster.Answers;
import gossip.cli.cluster.Connection;
import gossip.cli.terminal.ExitCode;
import gossip.cli.terminal.Failure;
import gossip.cli.terminal.Table;
import gossip.cli.terminal.Terminal;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Creates a user, or gives it another password. */
@Command(
        name = "create",
        description =
                "Create a user, or give it another password. The password is asked for, or read from standard input"
                        + " or a file: it never stands on the command line.")
public final class UserCreateCommand implements Runnable {
    private final Terminal terminal;

    @Mixin
    private Connection connection = new Connection();

    @Parameters(paramLabel = "USER", description = "Name of the user.")
    private String user = "";

    @Option(
            names = "--mechanism",
            paramLabel = "NAME",
            description = "SCRAM-SHA-256 or SCRAM-SHA-512; may be repeated (default: both).")
    private List<String> mechanisms = new ArrayList<>();

    @Option(
            names = "--iterations",
            paramLabel = "N",
            defaultValue = "4096",
            description = "How often the password is hashed, 4096 to 16384 (default: 4096).")
    private int iterations = 4096;

    @Option(names = "--password-file", paramLabel = "FILE", description = "File whose first line is the password.")
    private @Nullable Path passwordFile;

    /**
     * Creates the command.
     *
     * @param terminal its streams
     */
    public UserCreateCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        List<ScramMechanism> chosen = mechanisms.isEmpty()
                ? List.of(ScramMechanism.SCRAM_SHA_256, ScramMechanism.SCRAM_SHA_512)
                : mechanisms.stream().map(Mechanisms::parse).toList();
        String password = password();
        List<UserScramCredentialAlteration> alterations = new ArrayList<>();
        for (ScramMechanism mechanism : chosen) {
            alterations.add(
                    new UserScramCredentialUpsertion(user, new ScramCredentialInfo(mechanism, iterations), password));
        }
        try (Admin admin = connection.admin()) {
            Answers.await(admin.alterUserScramCredentials(alterations).all());
            Table table = new Table("user", "mechanisms", "result");
            table.add(user, chosen.stream().map(ScramMechanism::mechanismName).toList(), "created");
            connection.output().show(terminal, table);
        }
    }

    private String password() {
        String password = passwordFile == null ? ask() : firstLine(passwordFile);
        if (password.isEmpty()) {
            throw new Failure(ExitCode.USAGE, "the password is empty");
        }
        return password;
    }

    private String ask() {
        Console console = System.console();
        if (console != null && console.isTerminal()) {
            char[] typed = console.readPassword("Password of %s: ", user);
            return typed == null ? "" : new String(typed);
        }
        try {
            BufferedReader in = new BufferedReader(new InputStreamReader(terminal.in(), StandardCharsets.UTF_8));
            String line = in.readLine();
            return line == null ? "" : line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String firstLine(Path file) {
        try (BufferedReader in = Files.newBufferedReader(file)) {
            String line = in.readLine();
            return line == null ? "" : line;
        } catch (IOException e) {
            throw new Failure(ExitCode.USAGE, "--password-file " + file + " cannot be read: " + e.getMessage());
        }
    }
}
