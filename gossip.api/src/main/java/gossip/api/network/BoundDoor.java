package gossip.api.network;

import gossip.api.Endpoint;
import gossip.api.config.NodeSettings;
import gossip.api.config.Settings;
import gossip.api.security.Authenticator;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A door whose address is taken and known, while nobody is served yet: the kernel keeps clients waiting. Immutable.
 *
 * @param config of the listener
 * @param channel bound and blocking; whoever opens the door closes it
 * @param endpoint where clients find it, named as its listener
 * @param warning what people should know of how open it is; empty if there is nothing to say
 * @param policy which machines are served
 * @param tls encrypts; empty without TLS
 * @param mechanisms by which clients prove who they are; empty without SASL
 */
public record BoundDoor(
        ListenerConfig config,
        ServerSocketChannel channel,
        Endpoint endpoint,
        Optional<String> warning,
        PeerPolicy policy,
        Optional<TlsDoor> tls,
        Map<String, Authenticator> mechanisms) {
    /** Copies the map. */
    public BoundDoor {
        mechanisms = Map.copyOf(mechanisms);
    }

    /**
     * Takes the address. Blocks.
     *
     * @param door which settings say where it is and what it asks of clients
     * @param settings effective values
     * @param backlog clients that the kernel keeps waiting
     * @param authenticators gives all SASL mechanisms, and is asked only if the door uses SASL
     * @return the door; empty if it is switched off
     * @throws IOException if the settings contradict each other, the address is taken, or a file cannot be read; nothing is
     *     left open
     */
    public static Optional<BoundDoor> open(
            DoorSettings door, Settings settings, int backlog, Supplier<List<Authenticator>> authenticators)
            throws IOException {
        if (!door.isEnabled(settings)) {
            return Optional.empty();
        }
        ListenerConfig config = listener(door, settings);
        ServerSocketChannel channel = door.bind(config, backlog);
        try {
            InetSocketAddress address = DoorSettings.boundAt(channel);
            PeerPolicy policy = PeerPolicy.of(config, address, settings.value(NodeSettings.ALLOW_ANONYMOUS));
            return Optional.of(new BoundDoor(
                    config,
                    channel,
                    config.address().endpoint(config.name(), address),
                    policy.warning(config, address),
                    policy,
                    config.protocol().isTls() ? Optional.of(TlsDoor.open(config, settings)) : Optional.empty(),
                    config.protocol().isSasl() ? SaslMechanisms.of(config, authenticators.get()) : Map.of()));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static ListenerConfig listener(DoorSettings door, Settings settings) throws IOException {
        try {
            return door.listener(settings);
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
