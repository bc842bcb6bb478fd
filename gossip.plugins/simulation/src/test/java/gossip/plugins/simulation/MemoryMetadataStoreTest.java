package gossip.plugins.simulation;

import gossip.api.metadata.MetadataImage;
import gossip.api.metadata.MetadataStore;
import gossip.tck.MetadataStoreContract;

class MemoryMetadataStoreTest extends MetadataStoreContract {
    @Override
    protected MetadataStore openStore() {
        return new MemoryMetadataStore("n1", MetadataImage.EMPTY);
    }
}
