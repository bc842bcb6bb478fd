package gossip.schema.format;

/**
 * How large and how involved schemas and payloads may be.
 *
 * @param depth how deep text may be nested, and values
 * @param types how many types with a name one schema may define and refer to
 * @param branches how many branches a union or the like may have
 * @param jsonSize how large a payload may become as JSON, in bytes
 */
public record SchemaLimits(int depth, int types, int branches, int jsonSize) {}
