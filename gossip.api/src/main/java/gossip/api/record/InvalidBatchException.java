package gossip.api.record;

/** Bytes that claim to be a record batch and are not one. The message says which field is wrong, and how. */
public final class InvalidBatchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message which field is wrong, and how
     */
    public InvalidBatchException(String message) {
        super(message);
    }

    /**
     * Creates the exception with a cause.
     *
     * @param message which field is wrong, and how
     * @param cause what made it fail
     */
    public InvalidBatchException(String message, Throwable cause) {
        super(message, cause);
    }
}
