/**
 * The registry over the metadata of the cluster. Look-ups run in the thread of the caller, from the image of the metadata;
 * schemas are read and compared by {@link gossip.schema.registry.SchemaWorkers}. Start reading at {@link
 * gossip.schema.registry.EmbeddedRegistry}.
 */
package gossip.schema.registry;
