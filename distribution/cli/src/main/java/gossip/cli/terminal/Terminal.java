package gossip.cli.terminal;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * The three streams of the process. Results go to {@code out}, and only they; progress, summaries and errors go to
 * {@code err}.
 *
 * @param in raw input
 * @param out raw output, unbuffered; tells of a closed pipe by an IOException
 * @param err for people
 * @param interactive whether a person looks at {@code err}
 */
public record Terminal(InputStream in, OutputStream out, PrintStream err, boolean interactive) {

    /**
     * The streams of this process. The start script tells whether standard error is a terminal, since Java cannot.
     *
     * @return the terminal
     */
    public static Terminal ofProcess() {
        return new Terminal(
                new FileInputStream(FileDescriptor.in),
                new FileOutputStream(FileDescriptor.out),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                Boolean.getBoolean("gossip.interactive"));
    }
}
