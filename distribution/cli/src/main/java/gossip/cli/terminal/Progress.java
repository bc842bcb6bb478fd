package gossip.cli.terminal;

import java.time.Duration;
import java.util.Locale;

/**
 * Tells a person how far long work is: on a terminal one line that is written over, elsewhere a line every ten seconds, and
 * nothing for work that ends at once. Used by one thread.
 */
public final class Progress {
    private static final long FIRST_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long TERMINAL_NANOS = Duration.ofMillis(200).toNanos();
    private static final long ELSEWHERE_NANOS = Duration.ofSeconds(10).toNanos();

    private final Terminal terminal;
    private final String verb;
    private final long totalBytes;
    private final long startNanos = System.nanoTime();
    private long nextNanos = startNanos + FIRST_NANOS;
    private boolean lineOpen;

    /**
     * Starts to watch.
     *
     * @param terminal where to tell
     * @param verb what has been done to the records, such as {@code produced}
     * @param totalBytes bytes of the whole work, or -1 when nobody knows
     */
    public Progress(Terminal terminal, String verb, long totalBytes) {
        this.terminal = terminal;
        this.verb = verb;
        this.totalBytes = totalBytes;
    }

    /**
     * Time since the start.
     *
     * @return the span
     */
    public Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }

    /**
     * Tells if it is time to.
     *
     * @param records done so far
     * @param bytes done so far
     */
    public void update(long records, long bytes) {
        long now = System.nanoTime();
        if (now < nextNanos) {
            return;
        }
        nextNanos = now + (terminal.interactive() ? TERMINAL_NANOS : ELSEWHERE_NANOS);
        String line = line(records, bytes, (now - startNanos) / 1e9);
        if (terminal.interactive()) {
            terminal.err().print("\r\033[K" + line);
            lineOpen = true;
        } else {
            terminal.err().println(line);
        }
    }

    /** Clears the line, for something else to be written. */
    public void clear() {
        if (lineOpen) {
            terminal.err().print("\r\033[K");
            lineOpen = false;
        }
    }

    private String line(long records, long bytes, double seconds) {
        String share = totalBytes > 0
                ? String.format(Locale.ROOT, "%d%% of %s, ", 100 * bytes / totalBytes, Amounts.size(totalBytes))
                : "";
        return String.format(
                Locale.ROOT,
                "%s%s %s (%s, %s/s)",
                share,
                verb,
                Amounts.count(records, "record"),
                Amounts.size(bytes),
                Amounts.size((long) (bytes / seconds)));
    }
}
