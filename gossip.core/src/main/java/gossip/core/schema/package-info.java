/**
 * Who may see and change which schemas: the selected registry as one client sees it. Any thread. Start reading at {@link
 * gossip.core.schema.SchemasService}.
 */
package gossip.core.schema;
