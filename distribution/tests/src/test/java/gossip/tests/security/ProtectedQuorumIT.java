package gossip.tests.security;

import static org.assertj.core.api.Assertions.assertThat;

import gossip.tests.packaged.Execution;
import gossip.tests.packaged.Installation;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The port of the cluster, of a node without certificates. The machine of 10.99.0.2 is one of its cluster, that of 10.99.0.9 is
 * not; both ask for its vote.
 */
class ProtectedQuorumIT {
    private static final String REFUSED = "grpc-status: 7\r\ngrpc-message: not a node of this cluster";

    @TempDir
    private Path folder;

    private Execution.Finished run(String setting) throws Exception {
        return OwnNetwork.run(
                folder,
                """
                set -eu
                ip link set lo up
                for host in 1 2 9; do ip addr add 10.99.0.$host/32 dev lo; done
                "$1" start --data-dir "$2" --set node.bind_address=127.0.0.1:9092 \\
                  --set node.cluster_address=10.99.0.1:9192 \\
                  --set cluster.initial_nodes=10.99.0.1:9192,10.99.0.2:9192,10.99.0.3:9192 --set "$3" >"$2.log" 2>&1 &
                broker=$!
                trap 'kill $broker; wait $broker || true; cat "$2.log"' EXIT
                for i in $(seq 300); do
                  failure=0; curl -s -m 1 -o "$2.probe" http://10.99.0.1:9192 || failure=$?
                  if [ $failure != 7 ]; then break; fi # 7: nobody listens
                  kill -0 $broker
                  sleep 0.1
                done
                printf '\\0\\0\\0\\0\\0' >"$2.message"
                for host in 2 9; do
                  echo "from $host"
                  curl -sS -i -m 20 --interface 10.99.0.$host --http2-prior-knowledge \\
                    -H 'content-type: application/grpc' -H 'te: trailers' --data-binary @"$2.message" \\
                    http://10.99.0.1:9192/ratis.grpc.RaftServerProtocolService/requestVote | grep -a '^grpc-'
                done
                """,
                Installation.withRuntime().script().toString(),
                folder.resolve("data").toString(),
                setting);
    }

    @Test
    void nodeOfTheClusterIsHeardAndAStrangerTurnedAwayWithTheReason() throws Exception {
        OwnNetwork.assume();
        Execution.Finished finished = run("log.level=info");
        assertThat(finished.out())
                .contains("from 2\ngrpc-status: 13\r\n")
                .contains("from 9\n" + REFUSED)
                .containsOnlyOnce("turning away")
                .contains("turning away 10.99.0.9 from the port of the cluster: it is none of cluster.initial_nodes"
                        + " (10.99.0.1, 10.99.0.2, 10.99.0.3)");
    }

    @Test
    void everybodyIsHeardIfTheOperatorSaysSo() throws Exception {
        OwnNetwork.assume();
        Execution.Finished finished = run("security.allow_anonymous=true");
        assertThat(finished.out())
                .contains("from 2\ngrpc-status: 13\r\n")
                .contains("from 9\ngrpc-status: 13\r\n")
                .doesNotContain("turning away");
    }
}
