package gossip.cli.terminal;

import java.util.logging.Level;
import java.util.logging.Logger;

/** Whether the libraries' log lines and stack traces are shown. Off at first: the user's answer is the result or one line. */
public final class Verbosity {
    /** Held here because the logging system forgets the level of a logger that nobody holds. */
    private static final Logger ROOT_LOGGER = Logger.getLogger("");

    private Verbosity() {}

    /**
     * Changes it.
     *
     * @param verbose whether to show them
     */
    public static void set(boolean verbose) {
        ROOT_LOGGER.setLevel(verbose ? Level.INFO : Level.OFF);
    }

    /**
     * The present state.
     *
     * @return whether they are shown
     */
    public static boolean isVerbose() {
        return ROOT_LOGGER.isLoggable(Level.INFO);
    }
}
