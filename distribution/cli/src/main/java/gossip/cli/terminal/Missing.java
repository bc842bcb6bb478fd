package gossip.cli.terminal;

/** A value that is not there: {@code -} in a table, {@code null} in JSON. */
public enum Missing {
    /** The only one. */
    MISSING;

    @Override
    public String toString() {
        return "-";
    }
}
