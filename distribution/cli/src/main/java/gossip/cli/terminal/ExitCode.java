package gossip.cli.terminal;

/** What the process ends with. Part of the documented interface: scripts rely on these numbers. */
public final class ExitCode {
    /** All was done. */
    public static final int OK = 0;

    /** The cluster or the machine refused, or some records failed. */
    public static final int FAILED = 1;

    /** The command line itself is wrong; nothing was done. */
    public static final int USAGE = 2;

    /** No broker could be reached, or none answered in time. */
    public static final int UNREACHABLE = 3;

    /** The topic, partition or group does not exist. */
    public static final int NOT_FOUND = 4;

    private ExitCode() {}
}
