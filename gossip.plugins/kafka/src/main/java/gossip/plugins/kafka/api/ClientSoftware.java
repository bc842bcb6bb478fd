package gossip.plugins.kafka.api;

/**
 * What a client runs (KIP-511).
 *
 * @param name empty if it did not say
 * @param version empty if it did not say
 * @param port its side of the connection
 */
public record ClientSoftware(String name, String version, int port) {}
