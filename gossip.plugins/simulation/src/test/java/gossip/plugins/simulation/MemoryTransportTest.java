package gossip.plugins.simulation;

import gossip.api.network.Transport;
import gossip.tck.TransportContract;

class MemoryTransportTest extends TransportContract {
    private final SimulatedNetwork network = new SimulatedNetwork();

    @Override
    protected Transport openTransport() {
        return new MemoryTransport(network);
    }
}
