package gossip.raft.codec;

/** What both ends of a snapshot agree upon. */
final class SnapshotFormat {
    /** "GossMeta". */
    static final long MAGIC = 0x476F73734D657461L;

    /** The only version there is so far. */
    static final int VERSION = 1;

    private SnapshotFormat() {}
}
