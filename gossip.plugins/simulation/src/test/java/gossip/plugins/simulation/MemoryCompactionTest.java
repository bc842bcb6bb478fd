package gossip.plugins.simulation;

import gossip.api.storage.LogStore;
import gossip.tck.CompactionContract;

class MemoryCompactionTest extends CompactionContract {
    private final SimulatedDisk disk = new SimulatedDisk();

    @Override
    protected LogStore openStore() {
        return new MemoryLogStore(disk);
    }
}
