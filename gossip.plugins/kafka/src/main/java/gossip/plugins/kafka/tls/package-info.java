/**
 * TLS for listeners. Loaded only if a listener uses it. Handshakes are computed by threads named {@code gossip-tls-N}, which
 * also look for new certificates. Start at {@link gossip.plugins.kafka.tls.TlsGate}.
 */
package gossip.plugins.kafka.tls;
