package gossip.tests.security;

import static org.assertj.core.api.Assertions.assertThat;

import gossip.tests.packaged.Execution;
import gossip.tests.packaged.FreePort;
import gossip.tests.packaged.Installation;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A listener that asks nobody who they are and is bound beyond this machine. Everything happens in a network of its own, whose
 * second address stands for another machine.
 */
class ProtectedModeIT {
    @TempDir
    Path directory;

    private Execution.Finished run(String setting) throws Exception {
        int port = FreePort.find();
        String script = """
            set -eu
            ip link set lo up
            ip addr add 10.99.0.1/32 dev lo
            "$1" start --data-dir "$2" --set node.bind_address=0.0.0.0:%1$d --set node.advertised_address=10.99.0.1:%1$d \\
              --set rest.bind_address=0.0.0.0:8080 --set %2$s >"$2.log" 2>&1 &
            broker=$!
            trap 'kill $broker; wait $broker || true; cat "$2.log"' EXIT
            for i in $(seq 300); do
              if grep -q ' ready: ' "$2.log"; then break; fi
              kill -0 $broker
              sleep 0.1
            done
            echo near; timeout 20 kcat -b 127.0.0.1:%1$d -L -m 5 2>&1 | grep -c 'brokers:' || true
            echo far; timeout 20 kcat -b 10.99.0.1:%1$d -L -m 5 2>&1 | grep -c 'brokers:' || true
            """.formatted(port, setting);
        return OwnNetwork.run(
                directory,
                script,
                Installation.withRuntime().script().toString(),
                directory.resolve("data").toString());
    }

    @Test
    void servesThisMachineAndTurnsOthersAwayWithTheReason() throws Exception {
        OwnNetwork.assume();
        Execution.Finished finished = run("log.level=info");
        assertThat(finished.out())
                .contains("near\n1\nfar\n0\n")
                .contains("serves clients of this machine only")
                .contains("turning away /10.99.0.1")
                .contains("security.allow_anonymous: true")
                .doesNotContain("turning away /127.0.0.1");
    }

    @Test
    void servesEverybodyIfTheOperatorSaysSoAndWarnsOfIt() throws Exception {
        OwnNetwork.assume();
        Execution.Finished finished = run("security.allow_anonymous=true");
        assertThat(finished.out())
                .contains("near\n1\nfar\n1\n")
                .contains("serves everybody who can reach it")
                .doesNotContain("turning away");
    }
}
