package gossip.api.storage;

import java.io.IOException;

/**
 * There is no space left for a write. Nothing was written; reads go on; the write may be tried again.
 */
public final class DiskFullException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message file, position or limit, and the remedy
     */
    public DiskFullException(String message) {
        super(message);
    }

    /**
     * Creates the exception with a cause.
     *
     * @param message file, position or limit, and the remedy
     * @param cause what made it fail
     */
    public DiskFullException(String message, Throwable cause) {
        super(message, cause);
    }
}
