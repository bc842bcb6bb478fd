/**
 * The SPI of the schema registry. Start reading at {@link gossip.api.schema.SchemaRegistry}. Plain values and failures with the
 * numbers of Confluent's REST API; no JSON and no network types. Any thread, but not event loops.
 */
package gossip.api.schema;
