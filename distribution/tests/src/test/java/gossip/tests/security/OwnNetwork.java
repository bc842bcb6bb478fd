package gossip.tests.security;

import gossip.tests.packaged.Execution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** A network that a script has for itself, whose further addresses stand for other machines. */
final class OwnNetwork {
    private static final Duration LIMIT = Duration.ofSeconds(90);

    private OwnNetwork() {}

    /** Skips the test where such networks cannot be made. */
    static void assume() {
        boolean has = Execution.of("unshare", "-n", "ip", "link", "set", "lo", "up")
                        .run(LIMIT)
                        .exitCode()
                == 0;
        Assumptions.assumeTrue(has, "network namespaces can be made here");
    }

    /** Runs a script for sh, kept in a folder, to its end. */
    static Execution.Finished run(Path folder, String script, String... arguments) throws IOException {
        Path file = Files.writeString(folder.resolve("test.sh"), script);
        List<String> command = new ArrayList<>(List.of("unshare", "-n", "sh", file.toString()));
        command.addAll(List.of(arguments));
        return Execution.of(command.toArray(String[]::new)).run(LIMIT);
    }
}
