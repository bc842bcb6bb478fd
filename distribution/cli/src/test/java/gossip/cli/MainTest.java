package gossip.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import gossip.cli.terminal.ExitCode;
import gossip.cli.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class MainTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void unknownVerbIsAUsageErrorWithASuggestion() {
        assertThat(run("topik", "list")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString(UTF_8)).contains("topik").contains("gossip --help");
        assertThat(out.size()).isZero();
    }

    @Test
    void refusedConnectionIsOneLineThatSaysWhatToDo() throws IOException {
        int exitCode = run("topic", "list", "--bootstrap", "127.0.0.1:" + portWithoutListener());

        assertThat(exitCode).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(err.toString(UTF_8).lines())
                .singleElement()
                .asString()
                .contains("connection refused", "gossip start");
    }

    @Test
    void addressWithoutPortIsAUsageError() {
        assertThat(run("topic", "list", "--bootstrap", "localhost")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString(UTF_8)).contains("expected HOST:PORT");
    }

    @Test
    void placesToStartFromExcludeEachOther() {
        assertThat(run("consume", "t", "--from-beginning", "--offset", "3")).isEqualTo(ExitCode.USAGE);
        assertThat(run("consume", "t", "--group", "g", "--offset", "3")).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void fileThatIsNotThereIsAUsageError() {
        assertThat(run("produce", "t", "--file", "/does/not/exist")).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void versionIsJsonForScripts() {
        assertThat(run("version", "--output", "json")).isEqualTo(ExitCode.OK);
        assertThat(out.toString(UTF_8)).startsWith("{").contains("\"plugin-api\" : 1");
    }

    @Test
    void completionKnowsTheVerbs() {
        assertThat(run("completion", "bash")).isEqualTo(ExitCode.OK);
        assertThat(out.toString(UTF_8)).contains("from-beginning").doesNotContain("rehearse");
    }

    private int run(String... args) {
        PrintStream errors = new PrintStream(err, true, UTF_8);
        return Main.run(new Terminal(InputStream.nullInputStream(), out, errors, false), args);
    }

    private static int portWithoutListener() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
