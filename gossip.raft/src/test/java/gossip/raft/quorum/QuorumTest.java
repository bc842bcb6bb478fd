package gossip.raft.quorum;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

@Timeout(240)
class QuorumTest {
    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path directory;

    private final List<Member> members = new ArrayList<>();

    @AfterEach
    void endThem() {
        members.forEach(Member::end);
    }

    @Test
    void agreesAndGoesOnWithoutItsLeaderAndTakesBackWhoLostEverything() throws Exception {
        launch(List.of("test", "test", "test"));
        Member any = members.getFirst();
        assertThat(any.ask("register broker")).startsWith("ok Registered");
        Member leader = leader(any);
        Member follower = others(leader).findFirst().orElseThrow();

        assertThat(follower.ask("create first 3")).isEqualTo("ok Done[]");
        assertThat(follower.ask("topics")).isEqualTo("ok first");
        for (Member member : members) {
            assertThat(member.ask("await first")).isEqualTo("ok 3 partitions");
        }

        leader.kill();
        assertThat(follower.ask("create second 2")).isEqualTo("ok Done[]");
        Member newLeader = leader(follower);
        assertThat(newLeader).isNotSameAs(leader);
        Member third =
                others(leader).filter(member -> member != newLeader).findFirst().orElseThrow();
        assertThat(third.ask("await second")).isEqualTo("ok 2 partitions");

        leader.launch();
        assertThat(leader.answer()).isEqualTo("ok started");
        assertThat(leader.ask("await second")).isEqualTo("ok 2 partitions");
        assertThat(leader.ask("topics")).isEqualTo("ok first,second");

        third.kill();
        third.wipe();
        assertThat(newLeader.ask("snapshot")).startsWith("ok ");
        third.launch();
        assertThat(third.answer()).isEqualTo("ok started");
        assertThat(third.ask("await second")).isEqualTo("ok 2 partitions");
        assertThat(third.files()).anyMatch(name -> name.matches("snapshot\\.\\d+_\\d+"));
        assertThat(third.ask("create third 1")).isEqualTo("ok Done[]");
        assertThat(third.ask("topics")).isEqualTo("ok first,second,third");

        assertThat(third.stop()).isZero();
    }

    @Test
    void nodeOfAnotherClusterIsNotLetIn() throws Exception {
        launch(List.of("test", "test", "other"));

        assertThat(members.getFirst().ask("register broker")).startsWith("ok Registered");
        assertThat(members.getLast().ask("register stranger"))
                .startsWith("error")
                .contains("has had no leader")
                .contains("cluster.name");
        assertThat(members.getFirst().ask("create orders 1")).isEqualTo("ok Done[]");
        assertThat(members.getLast().ask("topics")).isEqualTo("ok ");
    }

    private void launch(List<String> clusterNames) throws Exception {
        List<String> voters = freePorts(clusterNames.size()).stream()
                .map(port -> "127.0.0.1:" + port)
                .toList();
        for (String voter : voters) {
            int number = members.size();
            String clusterName = clusterNames.get(number);
            // Who is not let in is not waited for; the others may be slow on a busy machine.
            String requestTimeout = clusterName.equals("test") ? "40s" : "3s";
            members.add(new Member(directory.resolve("node-" + number), voter, voters, clusterName, requestTimeout));
            members.getLast().launch();
        }
        for (Member member : members) {
            assertThat(member.answer()).isEqualTo("ok started");
        }
    }

    private Member leader(Member witness) throws Exception {
        String answer = witness.ask("leader");
        return members.stream()
                .filter(member -> answer.equals("ok " + member.address()))
                .findFirst()
                .orElseThrow(() -> new AssertionError(answer));
    }

    private Stream<Member> others(Member one) {
        return members.stream().filter(member -> member != one);
    }

    private static List<Integer> freePorts(int count) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return sockets.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        }
    }
}
