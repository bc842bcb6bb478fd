package gossip.plugins.simulation;

import gossip.api.consensus.ConsensusEngine;
import gossip.tck.ConsensusEngineContract;
import java.util.List;

class MemoryConsensusEngineTest extends ConsensusEngineContract {
    private final MemoryConsensusEngine engine = new MemoryConsensusEngine(new SimulatedGroup(List.of("n1")), "n1");

    @Override
    protected ConsensusEngine openEngine() {
        return engine;
    }
}
