/** The schema registry. */
@org.jspecify.annotations.NullMarked
module gossip.schema {
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.databind;
    requires gossip.api;
    requires org.apache.avro;
    requires static org.jspecify;

    provides gossip.api.plugin.GossipPlugin with
            gossip.schema.SchemaPlugin;
}
