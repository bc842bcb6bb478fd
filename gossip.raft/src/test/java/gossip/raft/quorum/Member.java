package gossip.raft.quorum;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The process of one node, as the test sees it. */
final class Member {
    private final Path directory;
    private final String address;
    private final List<String> voters;
    private final String clusterName;
    private final String requestTimeout;
    private final BlockingQueue<Optional<String>> answers = new LinkedBlockingQueue<>();
    private Process process;

    Member(Path directory, String address, List<String> voters, String clusterName, String requestTimeout) {
        this.directory = directory;
        this.address = address;
        this.voters = voters;
        this.clusterName = clusterName;
        this.requestTimeout = requestTimeout;
    }

    String address() {
        return address;
    }

    /** Starts the process; {@link #answer} then tells that it is ready. */
    void launch() throws IOException {
        Files.createDirectories(directory);
        answers.clear();
        process = new ProcessBuilder(command())
                .redirectError(ProcessBuilder.Redirect.appendTo(directory
                        .resolveSibling(directory.getFileName() + ".err")
                        .toFile()))
                .start();
        BufferedReader lines = process.inputReader();
        Thread reader = new Thread(() -> {
            lines.lines().forEach(line -> answers.add(Optional.of(line)));
            answers.add(Optional.empty());
        });
        reader.setName("gossip-test-reader-" + address);
        reader.setDaemon(true);
        reader.start();
    }

    String ask(String command) throws Exception {
        tell(command);
        return answer();
    }

    void tell(String command) throws IOException {
        Writer writer = process.outputWriter();
        writer.write(command + "\n");
        writer.flush();
    }

    String answer() throws Exception {
        Optional<String> line = answers.poll(60, TimeUnit.SECONDS);
        if (line == null || line.isEmpty()) {
            throw new AssertionError(address + (line == null ? " does not answer: " : " has ended: ") + errors());
        }
        return line.get();
    }

    /** As {@code kill -9} does. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Ends it as an operator does. */
    int stop() throws Exception {
        process.outputWriter().close();
        return process.waitFor();
    }

    void wipe() throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            all.sorted(Comparator.reverseOrder()).forEach(Member::delete);
        }
    }

    List<String> files() throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.map(file -> file.getFileName().toString()).toList();
        }
    }

    void end() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    private String errors() throws IOException {
        return Files.readString(directory.resolveSibling(directory.getFileName() + ".err"));
    }

    private List<String> command() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx96m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--sun-misc-unsafe-memory-access=allow",
                "--enable-native-access=org.apache.ratis",
                "--module-path",
                System.getProperty("jdk.module.path"),
                "--class-path",
                System.getProperty("java.class.path"),
                "--patch-module",
                "gossip.raft=" + Path.of(System.getProperty("basedir"), "target", "test-classes"),
                "--module",
                "gossip.raft/" + MemberMain.class.getName(),
                directory.toString(),
                address,
                String.join(",", voters),
                clusterName,
                requestTimeout);
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
