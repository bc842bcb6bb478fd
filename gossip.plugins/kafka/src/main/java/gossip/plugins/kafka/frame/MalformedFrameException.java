package gossip.plugins.kafka.frame;

/** What a client sent is not the Kafka protocol. The connection cannot go on, for nobody knows where the next frame starts. */
public final class MalformedFrameException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what is wrong, for the log
     */
    public MalformedFrameException(String message) {
        super(message);
    }

    /**
     * Creates the exception.
     *
     * @param message what is wrong, for the log
     * @param cause what the parser said
     */
    public MalformedFrameException(String message, Throwable cause) {
        super(message, cause);
    }
}
