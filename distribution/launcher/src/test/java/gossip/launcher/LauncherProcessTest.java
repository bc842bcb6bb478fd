package gossip.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs the broker as a process of its own. */
@Timeout(120)
class LauncherProcessTest {
    @TempDir
    Path temp;

    private final List<Process> processes = new ArrayList<>();

    @AfterEach
    void killWhatIsLeft() throws InterruptedException {
        for (Process process : processes) {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void readyLineNamesAddressDirectoryAndNode() throws Exception {
        Process broker = start("ready", data("d"));

        assertThat(firstLine(broker))
                .matches("gossip [0-9.]+ ready: kafka 127\\.0\\.0\\.1:[1-9][0-9]*, data " + temp.resolve("d")
                        + ", node gossip-1, in [0-9]+ ms");
    }

    @Test
    void terminationIsAnOrderlyStop() throws Exception {
        Process broker = start("first", data("d"));
        firstLine(broker);

        broker.destroy();

        assertThat(broker.waitFor()).isEqualTo(Launcher.OK);
        assertThat(log("first")).contains("stopping", "stopped; everything is flushed");
        assertThat(temp.resolve("d/clean-shutdown")).exists();

        Process again = start("second", data("d"));
        firstLine(again);
        assertThat(temp.resolve("d/clean-shutdown")).doesNotExist();
        assertThat(log("second")).doesNotContain("the last stop was not orderly");
    }

    @Test
    void killIsNoticedAtTheNextStart() throws Exception {
        Process broker = start("first", data("d"));
        firstLine(broker);
        broker.destroyForcibly().waitFor();

        firstLine(start("second", data("d")));

        assertThat(log("second")).contains("the last stop was not orderly");
    }

    @Test
    void secondBrokerOnOneDirectoryIsRefused() throws Exception {
        Process broker = start("first", data("d"));
        firstLine(broker);

        Process second = start("second", data("d"));

        assertThat(second.waitFor()).isEqualTo(Launcher.FAILED);
        assertThat(log("second"))
                .contains("gossip: data directory " + temp.resolve("d") + " is in use by process " + broker.pid());
    }

    @Test
    void addressInUseIsNamedAndNothingIsLeftRunning() throws Exception {
        Process broker = start("first", data("a"));
        String line = firstLine(broker);
        String address = line.substring(line.indexOf("127."), line.indexOf(','));

        Process second = start("second", data("b") + " --set=node.bind_address=" + address);

        assertThat(second.waitFor()).isEqualTo(Launcher.FAILED);
        assertThat(log("second")).contains(address);
    }

    @Test
    void nodeThatWaitsForTheOthersCanBeStopped() throws Exception {
        String self = "127.0.0.1:" + freePort();
        Process lonely = start(
                "lonely",
                data("d") + " --set=cluster.initial_nodes=127.0.0.1:1,127.0.0.1:2," + self
                        + " --set=node.cluster_address=" + self + " --set=raft.request_timeout=100ms");
        while (!log("lonely").contains("still waiting for a majority of cluster.initial_nodes")) {
            assertThat(lonely.waitFor(50, TimeUnit.MILLISECONDS)).as(this::logs).isFalse();
        }

        lonely.destroy();

        assertThat(lonely.waitFor()).isEqualTo(Launcher.OK);
        assertThat(log("lonely")).contains("gossip: stopped while starting");
    }

    @Test
    void wrongArgumentsAndWrongSettingsHaveTheirExitCodes() throws Exception {
        assertThat(start("arguments", "--bogus").waitFor()).isEqualTo(Launcher.USAGE);
        assertThat(start("settings", data("d") + " --set=node.idd=x").waitFor()).isEqualTo(Launcher.FAILED);
        assertThat(log("settings")).contains("gossip: --set: there is no setting node.idd; the nearest is node.id");
    }

    private String data(String name) {
        return "--data-dir=" + temp.resolve(name);
    }

    private Process start(String name, String arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                classPath(),
                Launcher.class.getName()));
        command.addAll(List.of(arguments.split(" ")));
        if (!arguments.contains("bind_address")) {
            command.add("--set=node.bind_address=127.0.0.1:0");
        }
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.directory(temp.toFile());
        builder.environment().keySet().removeIf(variable -> variable.startsWith("GOSSIP_"));
        builder.redirectError(temp.resolve(name + ".log").toFile());
        Process process = builder.start();
        processes.add(process);
        return process;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static String classPath() {
        return Stream.of("jdk.module.path", "java.class.path")
                .map(System::getProperty)
                .filter(path -> path != null && !path.isEmpty())
                .reduce((a, b) -> a + File.pathSeparator + b)
                .orElseThrow();
    }

    private String firstLine(Process process) throws IOException {
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = output.readLine();
        assertThat(line).as(() -> logs()).isNotNull();
        return line;
    }

    private String log(String name) throws IOException {
        return Files.readString(temp.resolve(name + ".log"));
    }

    private String logs() {
        try (Stream<Path> files = Files.list(temp)) {
            StringBuilder all = new StringBuilder();
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".log")).toList()) {
                all.append(Files.readString(file));
            }
            return all.toString();
        } catch (IOException e) {
            return e.toString();
        }
    }
}
