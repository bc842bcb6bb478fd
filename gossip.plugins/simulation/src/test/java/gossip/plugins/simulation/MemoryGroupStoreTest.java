package gossip.plugins.simulation;

import gossip.api.group.GroupStore;
import gossip.tck.GroupStoreContract;

class MemoryGroupStoreTest extends GroupStoreContract {
    @Override
    protected GroupStore openStore() {
        return new MemoryGroupStore();
    }
}
