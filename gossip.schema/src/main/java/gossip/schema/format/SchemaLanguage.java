package gossip.schema.format;

import gossip.api.schema.SchemaException;

/** A language that schemas can be written in. Thread-safe. */
public interface SchemaLanguage {
    /**
     * Reads a schema.
     *
     * @param source its text, and those of the schemas that it refers to
     * @return the schema
     * @throws SchemaException INVALID_SCHEMA, with the reason for a person
     */
    ParsedSchema parse(SchemaSource source);
}
