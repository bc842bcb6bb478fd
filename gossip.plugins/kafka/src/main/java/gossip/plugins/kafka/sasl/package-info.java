/**
 * How clients prove who they are by SASL (KIP-43, KIP-152, KIP-368). A session is confined to the event loop of its connection;
 * threads named {@code gossip-sasl-N} evaluate what clients send. Start at {@link gossip.plugins.kafka.sasl.SaslSession}.
 */
package gossip.plugins.kafka.sasl;
