package gossip.raft.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gossip.api.BrokerException;
import gossip.api.config.NodeSettings;
import gossip.api.consensus.ConsensusEngine;
import gossip.api.consensus.ReplicatedStateMachine;
import gossip.raft.RaftSettings;
import gossip.raft.TestNode;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RatisEngineTest {
    @TempDir
    Path dataDir;

    @Test
    void answersWithWhatTheMachineReturned() throws Exception {
        try (ConsensusEngine engine = new TestNode(dataDir).engine()) {
            engine.start(new Sum());

            assertThat(propose(engine, 5)).isEqualTo(5);
            assertThat(propose(engine, 7)).isEqualTo(12);
        }
    }

    @Test
    void statusTellsHowFarTheMachineIs() throws Exception {
        try (ConsensusEngine engine = new TestNode(dataDir).engine()) {
            assertThat(engine.status().appliedIndex()).isEqualTo(-1);
            engine.start(new Sum());
            long before = engine.status().appliedIndex();
            propose(engine, 1);

            assertThat(engine.status().appliedIndex()).isGreaterThan(before);
            assertThat(engine.status().leader()).contains(engine.status().self());
        }
    }

    @Test
    void failingMachineStopsTheNodeAndSaysWhy() throws Exception {
        try (ConsensusEngine engine = new TestNode(dataDir).engine()) {
            engine.start(new Sum());
            assertThatThrownBy(() -> propose(engine, Sum.POISON))
                    .hasCauseInstanceOf(BrokerException.class)
                    .hasMessageContaining("could not be applied")
                    .hasMessageContaining("may still happen");

            assertThatThrownBy(() -> propose(engine, 1))
                    .hasCauseInstanceOf(BrokerException.class)
                    .hasMessageContaining("metadata cannot change on this node")
                    .hasMessageContaining("could not be applied");
        }
    }

    @Test
    void portInUseIsNamedAndDoesNotEndTheProcess() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String self = "127.0.0.1:" + taken.getLocalPort();
            TestNode node = new TestNode(dataDir)
                    .with(NodeSettings.INITIAL_NODES, List.of(self, "127.0.0.2:1"))
                    .with(NodeSettings.CLUSTER_ADDRESS, self);

            assertThatThrownBy(() -> node.engine().start(new Sum()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("cannot listen on " + self)
                    .hasMessageContaining("cluster.initial_nodes");
        }
    }

    @Test
    void heartbeatsThatAreTooSeldomAreRefused() {
        TestNode node = new TestNode(dataDir).with(RaftSettings.HEARTBEAT_INTERVAL, Duration.ofSeconds(1));

        assertThatThrownBy(node::engine)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("raft.heartbeat_interval is 1000ms")
                .hasMessageContaining("raft.election_timeout (1000ms)");
    }

    @Test
    void proposalAfterCloseFails() throws Exception {
        ConsensusEngine engine = new TestNode(dataDir).engine();
        engine.start(new Sum());
        engine.close();

        assertThatThrownBy(() -> propose(engine, 1)).hasMessageContaining("not open");
    }

    @Test
    void processKeepsItsExceptionHandler() throws Exception {
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        try (ConsensusEngine engine = new TestNode(dataDir).engine()) {
            engine.start(new Sum());

            assertThat(Thread.getDefaultUncaughtExceptionHandler()).isSameAs(before);
        }
    }

    private static long propose(ConsensusEngine engine, long amount) throws Exception {
        ByteBuffer command = ByteBuffer.allocate(8).putLong(0, amount);
        return engine.propose(command)
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS)
                .getLong();
    }

    private static final class Sum implements ReplicatedStateMachine {
        static final long POISON = -1;

        private long sum;

        @Override
        public ByteBuffer apply(long index, ByteBuffer command) {
            long amount = command.getLong();
            if (amount == POISON) {
                throw new IllegalStateException("poisoned");
            }
            sum += amount;
            return ByteBuffer.allocate(8).putLong(0, sum);
        }

        @Override
        public void writeSnapshot(OutputStream target) throws IOException {
            new DataOutputStream(target).writeLong(sum);
        }

        @Override
        public void readSnapshot(long index, InputStream source) throws IOException {
            sum = new DataInputStream(source).readLong();
        }
    }
}
