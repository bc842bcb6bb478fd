package gossip.api;

import java.util.Objects;

/**
 * An operation failed in a way the client has to be told of. The message is written for the person who reads the client's
 * log: it names the limit, the present value and the remedy where there is one.
 */
public final class BrokerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What is sent to the client. */
    private final ErrorCode code;

    /**
     * Creates the exception.
     *
     * @param code what is sent to the client; not NONE
     * @param message what a person should know
     */
    public BrokerException(ErrorCode code, String message) {
        super(message);
        this.code = Objects.requireNonNull(code, "code");
    }

    /**
     * Creates the exception with a cause.
     *
     * @param code what is sent to the client; not NONE
     * @param message what a person should know
     * @param cause what made it fail
     */
    public BrokerException(ErrorCode code, String message, Throwable cause) {
        super(message, cause);
        this.code = Objects.requireNonNull(code, "code");
    }

    /**
     * The code for the client.
     *
     * @return never NONE
     */
    public ErrorCode code() {
        return code;
    }
}
