package gossip.plugins.kafka.memory;

/** What a slice of records claims to be. */
public enum SliceKind {
    /** A run of bytes in a file of the JDK. */
    FILE,
    /** A run of bytes in a file that somebody has wrapped. */
    FOREIGN_FILE,
    /** A run of bytes that goes beyond the end of its file. */
    SHORT_FILE,
    /** The same in a file that somebody has wrapped. */
    SHORT_FOREIGN_FILE,
    /** Bytes that are not in a file. */
    MEMORY
}
