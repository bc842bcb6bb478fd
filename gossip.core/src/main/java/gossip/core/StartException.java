package gossip.core;

/**
 * The broker cannot start. The message is written for the person who started it: what is wrong, where, and what to do.
 * Everything that had been started before the failure is closed again.
 */
public class StartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what a person should know
     */
    public StartException(String message) {
        super(message);
    }

    /**
     * Creates the exception with a cause.
     *
     * @param message what a person should know
     * @param cause what made it fail
     */
    public StartException(String message, Throwable cause) {
        super(message, cause);
    }
}
