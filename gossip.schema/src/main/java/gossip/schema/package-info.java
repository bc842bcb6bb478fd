/**
 * The schema registry: subjects and their schemas in the metadata of the cluster, languages of schemas, and payloads. Nothing
 * of it, nor of the libraries that it needs, is loaded before the first schema is asked for. Start reading at {@link
 * gossip.schema.registry.EmbeddedRegistry}.
 */
package gossip.schema;
