package gossip.api;

/** What has happened to a record by the time it is acknowledged. */
public enum Durability {
    /** It is in the write-ahead log and a sync of that log has returned: it survives loss of power. */
    FSYNC,
    /** It is in the page cache: it survives kill -9 of the process but not loss of power. */
    OS
}
