package gossip.plugins.simulation;

import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The wires between simulated nodes. Thread-safe. */
public final class SimulatedNetwork {
    private static final int FIRST_PORT = 50_000;

    private final Map<InetSocketAddress, MemoryTransport> listening = new ConcurrentHashMap<>();
    private final AtomicInteger nextPort = new AtomicInteger(FIRST_PORT);

    /** Creates a network without nodes. */
    public SimulatedNetwork() {
        // nothing to set up
    }

    InetSocketAddress attach(InetSocketAddress wanted, MemoryTransport transport) throws java.io.IOException {
        InetSocketAddress address =
                wanted.getPort() == 0 ? new InetSocketAddress(wanted.getAddress(), nextPort.getAndIncrement()) : wanted;
        if (listening.putIfAbsent(address, transport) != null) {
            throw new java.net.BindException(address + " is taken");
        }
        return address;
    }

    void detach(InetSocketAddress address) {
        listening.remove(address);
    }

    Optional<MemoryTransport> at(InetSocketAddress address) {
        return Optional.ofNullable(listening.get(address));
    }
}
