package gossip.api.storage;

import java.io.IOException;

/**
 * Bytes that had been durable are damaged. The message names file and position; nothing was changed, so that the evidence stays.
 */
public final class CorruptLogException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message file, position or limit, and the remedy
     */
    public CorruptLogException(String message) {
        super(message);
    }

    /**
     * Creates the exception with a cause.
     *
     * @param message file, position or limit, and the remedy
     * @param cause what made it fail
     */
    public CorruptLogException(String message, Throwable cause) {
        super(message, cause);
    }
}
