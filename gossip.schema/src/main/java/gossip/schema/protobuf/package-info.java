/** Protobuf schemas and payloads. Start reading at {@link gossip.schema.protobuf.ProtobufLanguage}. */
package gossip.schema.protobuf;
