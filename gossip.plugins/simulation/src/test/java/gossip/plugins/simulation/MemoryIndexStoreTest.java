package gossip.plugins.simulation;

import gossip.api.storage.IndexStore;
import gossip.tck.IndexStoreContract;

class MemoryIndexStoreTest extends IndexStoreContract {
    private final SimulatedDisk disk = new SimulatedDisk();

    @Override
    protected IndexStore openStore() {
        return new MemoryIndexStore(disk);
    }
}
