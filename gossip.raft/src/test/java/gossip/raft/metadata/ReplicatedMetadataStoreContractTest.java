package gossip.raft.metadata;

import gossip.api.metadata.MetadataStore;
import gossip.raft.TestNode;
import gossip.tck.MetadataStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class ReplicatedMetadataStoreContractTest extends MetadataStoreContract {
    @TempDir
    Path dataDir;

    @Override
    protected MetadataStore openStore() {
        return new TestNode(dataDir).store();
    }
}
