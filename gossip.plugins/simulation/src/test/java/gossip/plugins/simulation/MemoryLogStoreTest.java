package gossip.plugins.simulation;

import gossip.api.storage.LogStore;
import gossip.tck.LogStoreContract;

class MemoryLogStoreTest extends LogStoreContract {
    private final SimulatedDisk disk = new SimulatedDisk();

    @Override
    protected LogStore openStore() {
        return new MemoryLogStore(disk);
    }
}
