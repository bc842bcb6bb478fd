package gossip.tck;

import static org.assertj.core.api.Assertions.assertThat;

import gossip.api.consensus.ConsensusEngine;
import gossip.api.metadata.QuorumView;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link ConsensusEngine} has to do as a group of one. */
public abstract class ConsensusEngineContract {
    private static final int TIMEOUT_SECONDS = 30;

    private ConsensusEngine engine;
    private CountingMachine machine;

    /** Called by subclasses. */
    protected ConsensusEngineContract() {}

    /**
     * Opens the engine on the same state each time within one test.
     *
     * @return a new engine, not started; the one before has been closed
     * @throws Exception if that fails
     */
    protected abstract ConsensusEngine openEngine() throws Exception;

    @BeforeEach
    final void open() throws Exception {
        engine = openEngine();
        machine = new CountingMachine();
        engine.start(machine);
    }

    @AfterEach
    final void close() throws IOException {
        engine.close();
    }

    private int propose(String command) throws Exception {
        return engine.propose(StandardCharsets.UTF_8.encode(command))
                .toCompletableFuture()
                .get(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .getInt(0);
    }

    @Test
    void commandsAreAppliedInOrderAndAnswered() throws Exception {
        assertThat(propose("a")).isEqualTo(1);
        assertThat(propose("b")).isEqualTo(2);
        assertThat(machine.commands()).containsExactly("a", "b");
    }

    @Test
    void commandsProposedTogetherAreAllApplied() throws Exception {
        List<java.util.concurrent.CompletableFuture<ByteBuffer>> answers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            answers.add(engine.propose(StandardCharsets.UTF_8.encode("c" + i)).toCompletableFuture());
        }
        for (var answer : answers) {
            answer.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        }
        assertThat(machine.commands()).hasSize(100).doesNotHaveDuplicates();
    }

    @Test
    void theOnlyNodeSeesItselfWithAllThatIsAgreedUpon() throws Exception {
        propose("a");
        QuorumView quorum = engine.quorum();
        assertThat(quorum.leader()).contains(engine.status().self());
        assertThat(quorum.highWatermark()).isPositive();
        assertThat(quorum.voters())
                .singleElement()
                .satisfies(voter -> assertThat(voter.logEndOffset()).isGreaterThanOrEqualTo(quorum.highWatermark()));
    }

    @Test
    void theOnlyNodeLeads() throws Exception {
        propose("a");
        ConsensusEngine.Status status = engine.status();
        assertThat(status.leader()).contains(status.self());
        assertThat(status.voters()).containsExactly(status.self());
        assertThat(status.appliedIndex()).isNotNegative();
    }

    @Test
    void acknowledgedCommandsSurviveARestart() throws Exception {
        propose("a");
        propose("b");
        engine.close();
        open();
        assertThat(machine.commands()).containsExactly("a", "b");
        assertThat(propose("c")).isEqualTo(3);
    }

    @Test
    void aRestartUsesTheSnapshotAndWhatCameAfter() throws Exception {
        propose("a");
        propose("b");
        long index = engine.snapshot().toCompletableFuture().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        assertThat(index).isNotNegative();
        propose("c");
        engine.close();
        open();
        assertThat(machine.commands()).containsExactly("a", "b", "c");
    }
}
