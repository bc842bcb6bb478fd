/** Avro schemas and payloads. Start reading at {@link gossip.schema.avro.AvroLanguage}. */
package gossip.schema.avro;
