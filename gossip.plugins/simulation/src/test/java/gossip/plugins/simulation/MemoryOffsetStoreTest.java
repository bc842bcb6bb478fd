package gossip.plugins.simulation;

import gossip.api.group.OffsetStore;
import gossip.tck.OffsetStoreContract;

class MemoryOffsetStoreTest extends OffsetStoreContract {
    @Override
    protected OffsetStore openStore() {
        return new MemoryOffsetStore();
    }
}
