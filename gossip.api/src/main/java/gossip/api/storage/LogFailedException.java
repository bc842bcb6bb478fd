package gossip.api.storage;

import java.io.IOException;

/**
 * An earlier write or sync failed, so that what the disk holds is unknown; no more writes are taken until the log is opened anew.
 */
public final class LogFailedException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message file, position or limit, and the remedy
     */
    public LogFailedException(String message) {
        super(message);
    }

    /**
     * Creates the exception with a cause.
     *
     * @param message file, position or limit, and the remedy
     * @param cause what made it fail
     */
    public LogFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
