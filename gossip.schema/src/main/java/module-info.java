/** The schema registry. */
@org.jspecify.annotations.NullMarked
module gossip.schema {
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.databind;
    requires com.google.protobuf;
    requires com.google.protobuf.util;
    requires com.networknt.schema;
    requires com.squareup.wire;
    requires gossip.api;
    requires org.apache.avro;
    requires re2j;
    requires static org.jspecify;

    provides gossip.api.plugin.GossipPlugin with
            gossip.schema.SchemaPlugin;
}
