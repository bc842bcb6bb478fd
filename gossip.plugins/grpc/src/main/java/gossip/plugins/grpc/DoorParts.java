package gossip.plugins.grpc;

import gossip.api.broker.Broker;
import gossip.api.config.Settings;
import gossip.api.metrics.Metrics;
import gossip.api.network.ListenerConfig;
import gossip.api.network.PeerPolicy;
import gossip.api.network.TlsDoor;
import gossip.api.security.Authenticator;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * What the door works with.
 *
 * @param broker what calls are translated to
 * @param settings effective values
 * @param metrics where figures are reported
 * @param clock wall clock
 * @param config what is asked of clients
 * @param policy which machines are served
 * @param tls what encrypts
 * @param mechanisms by which clients prove who they are; empty if they need not
 */
public record DoorParts(
        Broker broker,
        Settings settings,
        Metrics metrics,
        InstantSource clock,
        ListenerConfig config,
        PeerPolicy policy,
        Optional<TlsDoor> tls,
        Map<String, Authenticator> mechanisms) {}
