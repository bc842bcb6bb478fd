package gossip.schema.format;

import gossip.api.schema.SchemaException;
import java.util.List;

/** A schema that was read. Immutable. */
public interface ParsedSchema {
    /**
     * The text by which schemas are compared and stored: what makes no difference is written in one way.
     *
     * @return text in the same language
     */
    String canonical();

    /**
     * The text in which also the order of things makes no difference where it has no meaning.
     *
     * @return text in the same language
     */
    String normalized();

    /**
     * The text in another form.
     *
     * @param form name of the form; unknown ones are passed over
     * @return the text, and whether it holds all that it refers to
     */
    Form form(String form);

    /**
     * Checks what only matters for new schemas, such as defaults that are no values of their type.
     *
     * @throws SchemaException INVALID_SCHEMA
     */
    void validate();

    /**
     * Compares with a schema of the same language.
     *
     * @param writer the schema that data was written with
     * @param roles how to call the two
     * @return what keeps this one from reading the data, for a person: where, what, and what to do; empty if nothing does
     */
    List<String> problemsReading(ParsedSchema writer, Roles roles);

    /**
     * What values look like.
     *
     * @return thread-safe; needs no deep stack
     */
    PayloadFormat payloads();

    /**
     * A text.
     *
     * @param text the text
     * @param isSelfContained whether it refers to nothing outside of it
     */
    record Form(String text, boolean isSelfContained) {}
}
