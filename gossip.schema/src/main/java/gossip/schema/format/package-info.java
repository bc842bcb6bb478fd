/**
 * What the registry asks of a language of schemas. A language reads text into a {@link gossip.schema.format.ParsedSchema};
 * everything here may take milliseconds and a deep stack, and is called by the threads of the registry only, but for
 * payloads. Start reading at {@link gossip.schema.format.SchemaLanguage}.
 */
package gossip.schema.format;
