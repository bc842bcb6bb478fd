package gossip.tests.packaged;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.UncheckedIOException;
import java.time.Duration;

/** A client that not everybody has installed. Continuous integration installs all of them, and misses none. */
public final class OutsideClient {
    private OutsideClient() {}

    /**
     * Skips the test when a client is missing, or fails it in continuous integration.
     *
     * @param name of the client
     * @param howToInstall for the message
     * @param probe a command that succeeds where the client is installed
     */
    public static void require(String name, String howToInstall, String... probe) {
        String problem = problem(probe);
        if (problem.isEmpty()) {
            return;
        }
        String message = name + " is not installed (" + howToInstall + "): " + problem;
        if ("true".equals(System.getenv("CI"))) {
            fail(message);
        }
        abort(message);
    }

    private static String problem(String... probe) {
        try {
            Execution.Finished finished = Execution.of(probe).run(Duration.ofSeconds(120));
            return finished.exitCode() == 0 ? "" : finished.toString();
        } catch (UncheckedIOException e) {
            return e.getMessage();
        }
    }
}
