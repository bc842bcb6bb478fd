package gossip.tests.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuickstartIT {
    private static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();

    @TempDir
    Path directory;

    private Path out;

    @BeforeEach
    void createOutput() throws IOException {
        out = Files.createFile(directory.resolve("out"));
    }

    @Test
    void recordsAreShownAndAnInterruptStopsEverythingInOrder() throws Exception {
        Process quickstart = gossip(
                "quickstart",
                "--port",
                "0",
                "--data-dir",
                directory.resolve("data").toString());
        try {
            awaitOutput(quickstart, "until Ctrl-C");
            assertThat(Files.readString(out))
                    .contains("anna did {\"event\":\"login\"", "dora did {\"event\":\"buy\"", "kcat")
                    .doesNotContain("Building Gossip");

            new ProcessBuilder("kill", "-INT", Long.toString(quickstart.pid()))
                    .start()
                    .waitFor();

            assertThat(quickstart.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(quickstart.exitValue()).as(Files.readString(out)).isZero();
            assertThat(directory.resolve("data").resolve("broker").resolve("clean-shutdown"))
                    .exists();
        } finally {
            quickstart.descendants().forEach(ProcessHandle::destroyForcibly);
            quickstart.destroyForcibly();
        }
    }

    @Test
    void unknownOptionIsAUsageError() throws Exception {
        Process quickstart = gossip("quickstart", "--prot", "0");
        assertThat(quickstart.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(quickstart.exitValue()).isEqualTo(2);
        assertThat(Files.readString(out)).contains("--prot", "usage");
    }

    private Process gossip(String... arguments) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(List.of(arguments)));
        builder.command().addFirst(ROOT.resolve("gossip").toString());
        builder.environment().keySet().removeIf(name -> name.startsWith("GOSSIP_"));
        return builder.redirectErrorStream(true).redirectOutput(out.toFile()).start();
    }

    private void awaitOutput(Process quickstart, String part) throws IOException {
        long deadline = System.nanoTime() + Duration.ofSeconds(120).toNanos();
        while (!Files.readString(out).contains(part)) {
            assertThat(quickstart.isAlive()).as(Files.readString(out)).isTrue();
            assertThat(System.nanoTime()).as(Files.readString(out)).isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }
}
