package gossip.api.schema;

import java.util.Objects;

/**
 * Name of a subject, taken apart: {@code orders-value} is in the default context, {@code :.stage:orders-value} in that of the
 * name {@code .stage}. Contexts keep apart the ids of schemas.
 *
 * @param context begins with a dot
 * @param name name in its context; empty stands for the context as a whole
 */
public record SubjectName(String context, String name) {
    /** Context of subjects that name none. */
    public static final String DEFAULT_CONTEXT = ".";

    /** Everything: what settings and mode of no subject and no context are kept under. */
    public static final SubjectName GLOBAL = new SubjectName(DEFAULT_CONTEXT, "");

    /** Checks the context. */
    public SubjectName {
        Objects.requireNonNull(name, "name");
        if (!context.startsWith(".") || context.indexOf(':') >= 0) {
            throw new SchemaException(
                    SchemaError.INVALID_SUBJECT,
                    "The context '" + context + "' is not valid: it begins with a dot and has no colon");
        }
    }

    /**
     * Reads a name as clients write it.
     *
     * @param text with or without a context
     * @return the name
     */
    public static SubjectName parse(String text) {
        if (!text.startsWith(":.")) {
            return new SubjectName(DEFAULT_CONTEXT, text);
        }
        int end = text.indexOf(':', 1);
        return end < 0
                ? new SubjectName(text.substring(1), "")
                : new SubjectName(text.substring(1, end), text.substring(end + 1));
    }

    /**
     * Reads a name in a context: a name that has a context of its own keeps it.
     *
     * @param text with or without a context
     * @return the name
     */
    public SubjectName resolve(String text) {
        return text.startsWith(":.") ? parse(text) : new SubjectName(context, text);
    }

    /**
     * Whether this stands for a whole context.
     *
     * @return true if it names no subject
     */
    public boolean isContext() {
        return name.isEmpty();
    }

    /** As clients write it. */
    @Override
    public String toString() {
        return context.equals(DEFAULT_CONTEXT) ? name : ":" + context + ":" + name;
    }
}
