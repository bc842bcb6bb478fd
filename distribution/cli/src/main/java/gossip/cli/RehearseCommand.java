package gossip.cli;

import gossip.cli.cluster.Connection;
import gossip.cli.terminal.ExitCode;
import gossip.cli.terminal.Failure;
import gossip.cli.terminal.Terminal;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs the usual commands once, against a broker that nobody else uses, so that the JVM can record what they need. */
@Command(name = "rehearse", hidden = true, description = "Used by gossip optimize: run each command once.")
public final class RehearseCommand implements Runnable {
    private static final String TOPIC = "rehearsal";
    private static final byte[] LINES = "a:1\nb:2\nc:3\n".repeat(1000).getBytes(StandardCharsets.UTF_8);

    private final Terminal terminal;

    @Mixin
    private Connection connection = new Connection();

    /**
     * Creates the command.
     *
     * @param terminal its streams
     */
    public RehearseCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        rehearse("topic", "create", TOPIC, "--partitions", "2");
        for (String compression : List.of("none", "gzip", "lz4", "snappy", "zstd")) {
            rehearse("produce", TOPIC, "--key-separator", ":", "--compression", compression);
        }
        rehearse("consume", TOPIC, "--from-beginning", "--until-end", "--format", "%k %v %h %D");
        rehearse("consume", TOPIC, "--from-beginning", "--until-end", "--output", "json");
        rehearse("consume", TOPIC, "--group", TOPIC, "--from-beginning", "--max-messages", "100");
        rehearse("topic", "list");
        rehearse("topic", "describe", TOPIC);
        rehearse("topic", "alter", TOPIC, "--config", "retention.ms=1000000");
        rehearse("group", "list");
        rehearse("group", "describe", TOPIC);
        rehearse("cluster", "status");
        rehearse("cluster", "status", "--output", "json");
        rehearse("topic", "delete", TOPIC);
    }

    private void rehearse(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--bootstrap");
        all.add(connection.bootstrap());
        InputStream lines = new ByteArrayInputStream(LINES);
        Terminal quiet = new Terminal(lines, OutputStream.nullOutputStream(), terminal.err(), false);
        int exitCode = Main.run(quiet, all.toArray(String[]::new));
        if (exitCode != ExitCode.OK) {
            throw new Failure(exitCode, "the rehearsal of \"gossip " + String.join(" ", arguments) + "\" failed");
        }
    }
}
