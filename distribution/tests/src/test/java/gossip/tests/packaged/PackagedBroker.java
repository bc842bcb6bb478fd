package gossip.tests.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A broker that is started by the package's own script, as often as one likes: always with the same directory, port and
 * settings. Used by one thread.
 */
public final class PackagedBroker implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
    private static final Pattern REST = Pattern.compile("\\brest ([^ ,]+:\\d+),");
    private static final Pattern GRPC = Pattern.compile("\\bready: .*\\bgrpc ([^ ,]+:\\d+),");
    private static final Pattern READY = Pattern.compile("gossip \\S+ ready: .*\\bkafka ([^ ,]+:\\d+),.*");

    private final Installation installation;
    private final List<String> arguments = new ArrayList<>();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private String bootstrap;
    private String rest = "";
    private Optional<Process> process = Optional.empty();
    private Optional<ProcessOutput> output = Optional.empty();

    private PackagedBroker(Installation installation, String bootstrap) {
        this.installation = installation;
        this.bootstrap = bootstrap;
    }

    /**
     * A broker on a free port.
     *
     * @param installation whose script starts it
     * @param dataDir its directory
     * @return not yet started
     */
    public static PackagedBroker of(Installation installation, Path dataDir) {
        String address = "127.0.0.1:" + FreePort.find();
        return new PackagedBroker(installation, address)
                .with("--data-dir", dataDir.toString())
                .set("node.bind_address", address)
                .set("rest.bind_address", "127.0.0.1:0")
                .set("grpc.bind_address", "127.0.0.1:0");
    }

    /**
     * A broker that gets nothing but a configuration file, and free ports for HTTP and gRPC clients.
     *
     * @param installation whose script starts it
     * @param file gossip.yaml
     * @return not yet started
     */
    public static PackagedBroker configuredBy(Installation installation, Path file) {
        return new PackagedBroker(installation, "")
                .with("--config", file.toString())
                .set("rest.bind_address", "127.0.0.1:0")
                .set("grpc.bind_address", "127.0.0.1:0");
    }

    /**
     * Adds a setting to the command line.
     *
     * @param key of the setting
     * @param value of the setting
     * @return this
     */
    public PackagedBroker set(String key, String value) {
        return with("--set", key + "=" + value);
    }

    /**
     * Adds arguments to the command line.
     *
     * @param more arguments
     * @return this
     */
    public PackagedBroker with(String... more) {
        arguments.addAll(List.of(more));
        return this;
    }

    /**
     * Sets an environment variable of the script.
     *
     * @param name of the variable
     * @param value of the variable
     * @return this
     */
    public PackagedBroker environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /**
     * Starts it and waits until it is ready.
     *
     * @return this
     */
    public PackagedBroker start() {
        return launch().awaitReady();
    }

    /**
     * Starts it and returns at once.
     *
     * @return this
     */
    public PackagedBroker launch() {
        assertThat(isRunning()).as("is it running already").isFalse();
        List<String> command = new ArrayList<>(List.of(installation.script().toString(), "start"));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        // so that no gossip.yaml lies in its working directory
        builder.directory(installation.home().resolve("bin").toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("GOSSIP_"));
        builder.environment().putAll(environment);
        try {
            Process started = builder.start();
            process = Optional.of(started);
            output = Optional.of(ProcessOutput.of(started));
            Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly, "gossip-test-cleanup"));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Waits for the line that says it is ready.
     *
     * @return this
     */
    public PackagedBroker awaitReady() {
        Optional<String> line =
                output.orElseThrow().await(printed -> READY.matcher(printed).matches(), START_LIMIT);
        if (line.isEmpty()) {
            throw new AssertionError("no ready line; " + description());
        }
        Matcher ready = READY.matcher(line.get());
        assertThat(ready.matches()).isTrue();
        bootstrap = ready.group(1);
        Matcher door = REST.matcher(line.get());
        rest = door.find() ? door.group(1) : "";
        return this;
    }

    /**
     * Waits for its end, when it is expected to end by itself.
     *
     * @return the exit code
     */
    public int awaitExit() {
        try {
            if (!running().waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("still running after " + STOP_LIMIT.toSeconds() + " s; " + description());
            }
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
        output.orElseThrow().awaitEnd(STOP_LIMIT);
        return running().exitValue();
    }

    /** Ends it with SIGKILL: nothing is flushed. */
    public void kill() {
        running().destroyForcibly().onExit().join();
    }

    /**
     * Asks it to stop with SIGTERM and waits for its end.
     *
     * @return the exit code
     */
    public int stop() {
        // through the handle: the process itself would close the pipe of its output too
        running().toHandle().destroy();
        return awaitExit();
    }

    /** Stops it and expects that this is orderly. */
    public void stopCleanly() {
        assertThat(stop()).as("exit code after SIGTERM; %s", description()).isZero();
    }

    /**
     * Where clients connect.
     *
     * @return host:port
     */
    public String bootstrap() {
        return bootstrap;
    }

    /**
     * Where HTTP clients connect.
     *
     * @return such as {@code http://127.0.0.1:8080}
     */
    public String rest() {
        return "http://" + rest;
    }

    /**
     * Where gRPC clients connect.
     *
     * @return host:port
     */
    public String grpc() {
        Matcher door = GRPC.matcher(output());
        assertThat(door.find()).as("is there a gRPC door; %s", description()).isTrue();
        return door.group(1);
    }

    /**
     * The port that clients connect to.
     *
     * @return of the loopback address
     */
    public int port() {
        return Integer.parseInt(bootstrap.substring(bootstrap.lastIndexOf(':') + 1));
    }

    /**
     * Process id of the present or last run.
     *
     * @return of what the script became
     */
    public long pid() {
        return running().pid();
    }

    /**
     * Whether there is a process.
     *
     * @return also while it starts
     */
    public boolean isRunning() {
        return process.isPresent() && process.get().isAlive();
    }

    /**
     * The process of the present or last run.
     *
     * @return of what the script became
     */
    public Process process() {
        return running();
    }

    /**
     * What the present or last run has printed so far.
     *
     * @return lines of both streams
     */
    public String output() {
        return output.map(ProcessOutput::text).orElse("");
    }

    /**
     * Fails the test if the broker has died.
     *
     * @return this
     */
    public PackagedBroker expectRunning() {
        assertThat(isRunning()).as("is it running; %s", description()).isTrue();
        return this;
    }

    /**
     * The command and its output, for messages.
     *
     * @return several lines
     */
    public String description() {
        return installation.script() + " start " + String.join(" ", arguments) + " printed:\n" + output();
    }

    private Process running() {
        return process.orElseThrow(() -> new IllegalStateException("never started"));
    }

    @Override
    public void close() {
        if (isRunning()) {
            kill();
        }
    }
}
