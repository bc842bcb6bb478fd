package gossip.raft.engine;

import gossip.api.consensus.ConsensusEngine;
import gossip.raft.TestNode;
import gossip.tck.ConsensusEngineContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class RatisEngineContractTest extends ConsensusEngineContract {
    @TempDir
    Path dataDir;

    @Override
    protected ConsensusEngine openEngine() {
        return new TestNode(dataDir).engine();
    }
}
