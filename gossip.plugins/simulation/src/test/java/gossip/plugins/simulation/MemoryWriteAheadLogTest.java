package gossip.plugins.simulation;

import gossip.api.storage.WriteAheadLog;
import gossip.tck.WriteAheadLogContract;

class MemoryWriteAheadLogTest extends WriteAheadLogContract {
    private final SimulatedDisk disk = new SimulatedDisk();

    @Override
    protected WriteAheadLog openLog() {
        return new MemoryWriteAheadLog(disk);
    }
}
