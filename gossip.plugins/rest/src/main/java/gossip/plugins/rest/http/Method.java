package gossip.plugins.rest.http;

/** Methods that there are routes for. */
public enum Method {
    /** Reads. */
    GET,
    /** Adds or does something. */
    POST,
    /** Sets something. */
    PUT,
    /** Changes parts of something. */
    PATCH,
    /** Deletes. */
    DELETE
}
