package gossip.api.schema;

import java.util.List;
import java.util.Objects;

/** A registry refused something. The message is written for the person who reads the client's log. */
public final class SchemaException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What is sent to the client. */
    private final SchemaError error;

    /** Incompatibilities, one each; a serializable list. */
    private final List<String> details;

    /**
     * Creates the exception.
     *
     * @param error what is sent to the client
     * @param message what a person should know
     */
    public SchemaException(SchemaError error, String message) {
        this(error, message, List.of());
    }

    /**
     * Creates the exception.
     *
     * @param error what is sent to the client
     * @param message what a person should know
     * @param details what is wrong, each on its own, such as all incompatibilities
     */
    public SchemaException(SchemaError error, String message, List<String> details) {
        super(message);
        this.error = Objects.requireNonNull(error, "error");
        this.details = List.copyOf(details);
    }

    /**
     * Creates the exception with a cause.
     *
     * @param error what is sent to the client
     * @param message what a person should know
     * @param cause what made it fail
     */
    public SchemaException(SchemaError error, String message, Throwable cause) {
        super(message, cause);
        this.error = Objects.requireNonNull(error, "error");
        this.details = List.of();
    }

    /**
     * What is sent to the client.
     *
     * @return the error
     */
    public SchemaError error() {
        return error;
    }

    /**
     * What is wrong, each on its own.
     *
     * @return empty unless there is more to say than the message does
     */
    public List<String> details() {
        return details;
    }
}
