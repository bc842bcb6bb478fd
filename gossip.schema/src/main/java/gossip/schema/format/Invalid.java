package gossip.schema.format;

import gossip.api.schema.SchemaError;
import gossip.api.schema.SchemaException;

/** Makes the exceptions that say what is wrong with a text. */
public final class Invalid {
    private static final int LONGEST = 500;

    private Invalid() {}

    /**
     * A schema or payload that is none.
     *
     * @param reason for a person
     * @return to be thrown
     */
    public static SchemaException because(String reason) {
        return new SchemaException(SchemaError.INVALID_SCHEMA, reason);
    }

    /**
     * A schema or payload that a library refused.
     *
     * @param what what it should have been
     * @param cause what the library said
     * @return to be thrown
     */
    public static SchemaException because(String what, Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        String reason = message.length() > LONGEST ? message.substring(0, LONGEST) + "..." : message;
        return new SchemaException(SchemaError.INVALID_SCHEMA, what + ": " + reason, cause);
    }

    /**
     * A limit that was passed.
     *
     * @param what what is limited, as a subject
     * @param found how much there is
     * @param limit how much there may be
     * @param setting where that is set
     * @return to be thrown
     */
    public static SchemaException tooMuch(String what, long found, long limit, String setting) {
        return because(what + " is " + found + ", more than the " + limit + " that " + setting + " allows");
    }
}
