package gossip.tests.startup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The JVM is told to fail if it cannot use the cache, which it otherwise leaves out in silence. */
class StartUpCacheIT {
    private static final Path PACKAGES = Path.of("..", "target");

    @TempDir
    Path directory;

    private Path gossip;

    @BeforeEach
    void unpackWherePackagesAreNotMade() throws Exception {
        Path elsewhere = Files.createDirectories(directory.resolve("some where"));
        try (Stream<Path> packages = Files.list(PACKAGES)) {
            Path tarball = packages.filter(file -> file.toString().endsWith("-linux-x64.tar.gz"))
                    .findFirst()
                    .orElseThrow();
            assertThat(ended(start("tar", "-xzf", tarball.toString(), "-C", elsewhere.toString())))
                    .isZero();
        }
        try (Stream<Path> homes = Files.list(elsewhere)) {
            gossip = homes.findFirst().orElseThrow().resolve("bin").resolve("gossip");
        }
    }

    @Test
    void toolsUseTheCache() throws Exception {
        assertThat(ended(start(gossip.toString(), "version"))).as(output()).isZero();
        assertThat(output()).contains("kafka-client");
    }

    @Test
    void brokerUsesTheCacheAlsoWithAnotherHeap() throws Exception {
        Process broker = start(
                "env",
                "GOSSIP_HEAP=200m",
                gossip.toString(),
                "start",
                "--data-dir",
                directory.resolve("data").toString(),
                "--set",
                "node.bind_address=127.0.0.1:0");
        try {
            long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
            while (!output().contains(" ready: ")) {
                assertThat(broker.isAlive() && System.nanoTime() < deadline)
                        .as(output())
                        .isTrue();
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
        } finally {
            broker.destroyForcibly().waitFor();
        }
    }

    private Process start(String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(List.of(command)));
        builder.environment().keySet().removeIf(name -> name.startsWith("GOSSIP_"));
        builder.environment().put("GOSSIP_AOT", "on");
        return builder.redirectErrorStream(true)
                .redirectOutput(directory.resolve("out").toFile())
                .start();
    }

    private static int ended(Process process) throws InterruptedException {
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private String output() throws IOException {
        return Files.readString(directory.resolve("out"));
    }
}
