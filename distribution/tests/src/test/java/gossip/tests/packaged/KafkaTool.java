package gossip.tests.packaged;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Runs Apache Kafka's tools for operators, each in a process of its own. */
public final class KafkaTool {
    private static final Path JARS = Path.of("..", "kafka-tools", "target", "jars");
    private static final Duration LIMIT = Duration.ofSeconds(90);

    private KafkaTool() {}

    /**
     * Runs a tool to its end.
     *
     * @param name class below org.apache.kafka.tools
     * @param arguments all of them
     * @return how it ended
     */
    public static Execution.Finished run(String name, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                JARS + "/*",
                "org.apache.kafka.tools." + name));
        command.addAll(List.of(arguments));
        return Execution.of(command.toArray(String[]::new)).run(LIMIT);
    }
}
