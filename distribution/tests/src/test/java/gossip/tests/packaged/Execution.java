package gossip.tests.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One run of an outside program, which ends by itself. */
public final class Execution {
    private final List<String> command;
    private final Map<String, String> environment = new LinkedHashMap<>();
    private Optional<Path> directory = Optional.empty();
    private Optional<Path> input = Optional.empty();
    private Optional<Path> output = Optional.empty();

    private Execution(List<String> command) {
        this.command = command;
    }

    /**
     * Prepares a run.
     *
     * @param command program and arguments
     * @return to be run
     */
    public static Execution of(String... command) {
        return new Execution(List.of(command));
    }

    /**
     * Gives the program a working directory.
     *
     * @param folder an existing one
     * @return this
     */
    public Execution in(Path folder) {
        directory = Optional.of(folder);
        return this;
    }

    /**
     * Sets an environment variable.
     *
     * @param name of the variable
     * @param value of the variable
     * @return this
     */
    public Execution with(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /**
     * Gives the program its standard input.
     *
     * @param text all of it
     * @return this
     */
    public Execution reading(String text) {
        try {
            Path file = Files.createTempFile("gossip-in", ".txt");
            file.toFile().deleteOnExit();
            Files.writeString(file, text);
            input = Optional.of(file);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Sends standard output to a file.
     *
     * @param file is overwritten
     * @return this
     */
    public Execution writing(Path file) {
        output = Optional.of(file);
        return this;
    }

    /**
     * Starts the program and leaves it running.
     *
     * @return what runs
     */
    public Running start() {
        try {
            Path out = output.isPresent() ? output.get() : temporary("out");
            Path err = temporary("err");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectInput(input.orElse(Path.of("/dev/null")).toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            directory.ifPresent(folder -> builder.directory(folder.toFile()));
            builder.environment().keySet().removeIf(name -> name.startsWith("GOSSIP_"));
            builder.environment().putAll(environment);
            return new Running(command, builder.start(), out, err, output.isEmpty());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Runs the program to its end.
     *
     * @param limit when it is killed and the test fails
     * @return how it ended
     */
    public Finished run(Duration limit) {
        return start().await(limit);
    }

    private static Path temporary(String name) throws IOException {
        Path file = Files.createTempFile("gossip-" + name, ".txt");
        file.toFile().deleteOnExit();
        return file;
    }

    /**
     * A program that runs.
     *
     * @param command program and arguments
     * @param process its process
     * @param out file of its standard output
     * @param err file of its standard error
     * @param isOutKept whether standard output is read into memory at the end
     */
    public record Running(List<String> command, Process process, Path out, Path err, boolean isOutKept)
            implements AutoCloseable {
        /**
         * Waits for its end.
         *
         * @param limit when it is killed and the test fails
         * @return how it ended
         */
        public Finished await(Duration limit) {
            boolean ended;
            try {
                ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                close();
                throw new AssertionError("interrupted while waiting for " + command, e);
            }
            close();
            Finished finished = new Finished(command, process.exitValue(), isOutKept ? text(out) : "", text(err));
            if (!ended) {
                throw new AssertionError("did not end within " + limit.toSeconds() + " s: " + finished);
            }
            return finished;
        }

        @Override
        public void close() {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().onExit().join();
        }

        private static String text(Path file) {
            try {
                return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /**
     * How a program ended.
     *
     * @param command program and arguments
     * @param exitCode as the shell sees it
     * @param out standard output
     * @param err standard error
     */
    public record Finished(List<String> command, int exitCode, String out, String err) {
        /**
         * Fails the test unless the program ended in this way.
         *
         * @param code the exit code
         * @return this
         */
        public Finished expect(int code) {
            assertThat(exitCode).as("exit code of %s", this).isEqualTo(code);
            return this;
        }

        /**
         * Standard output in lines.
         *
         * @return without line ends
         */
        public List<String> lines() {
            return out.lines().toList();
        }

        @Override
        public String toString() {
            return String.join(" ", command) + "\nexit code " + exitCode + "\n--- out\n" + out + "--- err\n" + err;
        }
    }
}
