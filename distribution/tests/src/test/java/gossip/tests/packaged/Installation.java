package gossip.tests.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** An unpacked package. The packages themselves are unpacked once for each run of the tests. */
public final class Installation {
    private static final Path PACKAGES = Path.of(System.getProperty("gossip.packages", "../target"));
    private static final Path WORK = Path.of("target", "packaged").toAbsolutePath();
    private static final AtomicInteger COPIES = new AtomicInteger();

    private final Path home;

    private Installation(Path home) {
        this.home = home;
    }

    /**
     * The package with a Java of its own and start-up caches, shared by all tests: nobody may change it.
     *
     * @return the installation
     */
    public static Installation withRuntime() {
        return WithRuntime.INSTALLATION;
    }

    /**
     * The package that runs on the JDK of the machine, shared by all tests: nobody may change it.
     *
     * @return the installation
     */
    public static Installation portable() {
        return Portable.INSTALLATION;
    }

    /**
     * An installation of the test's own, of which everything but the files in {@code lib/} may be changed.
     *
     * @return a copy of the one with a runtime
     */
    public static Installation copy() {
        Path copy = WORK.resolve("copy-" + COPIES.incrementAndGet());
        try {
            Files.createDirectories(WORK);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        delete(copy);
        // links instead of 150 MB of files
        Execution.of("cp", "-al", withRuntime().home.toString(), copy.toString())
                .run(Duration.ofSeconds(60))
                .expect(0);
        return new Installation(copy);
    }

    private static Installation unpacked(String name) {
        Path archive = PACKAGES.resolve(name + ".tar.gz").toAbsolutePath().normalize();
        assertThat(archive)
                .as("the package, which mvn package builds before it builds the tests")
                .exists();
        Path folder = WORK.resolve(name);
        delete(folder);
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Execution.of("tar", "-xzf", archive.toString(), "-C", folder.toString())
                .run(Duration.ofSeconds(120))
                .expect(0);
        try (Stream<Path> entries = Files.list(folder)) {
            List<Path> roots = entries.toList();
            assertThat(roots).as("a package unpacks into one folder").hasSize(1);
            return new Installation(roots.getFirst());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Deletes a folder and everything in it.
     *
     * @param folder need not exist
     */
    public static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder, new FileVisitOption[0])) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Version of the product, as the package names have it.
     *
     * @return such as 0.1.0
     */
    public static String version() {
        return System.getProperty("gossip.version", "0.1.0");
    }

    /**
     * The folder that holds bin, lib and plugins.
     *
     * @return absolute
     */
    public Path home() {
        return home;
    }

    /**
     * The script that is the product's command.
     *
     * @return an executable file
     */
    public Path script() {
        return home.resolve("bin").resolve("gossip");
    }

    /**
     * A run of the command.
     *
     * @param arguments a verb and its options
     * @return to be run
     */
    public Execution gossip(String... arguments) {
        return Execution.of(Stream.concat(Stream.of(script().toString()), Stream.of(arguments))
                .toArray(String[]::new));
    }

    /** Unpacked on first use. */
    private static final class WithRuntime {
        private static final Installation INSTALLATION = unpacked("gossip-" + version() + "-linux-x64");
    }

    /** Unpacked on first use. */
    private static final class Portable {
        private static final Installation INSTALLATION = unpacked("gossip-" + version());
    }
}
