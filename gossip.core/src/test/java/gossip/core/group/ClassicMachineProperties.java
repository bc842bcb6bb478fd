package gossip.core.group;

import static org.assertj.core.api.Assertions.assertThat;

import gossip.api.ErrorCode;
import gossip.api.broker.Groups;
import gossip.api.broker.Groups.Joined;
import gossip.api.broker.Groups.Synced;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Clients that come, go, fall silent, restart and repeat themselves at random, and what must hold whatever they do. */
class ClassicMachineProperties {
    /** A client as it sees itself. */
    private static final class Client {
        String id = "";
        final String instance;
        Optional<CompletableFuture<Joined>> joining = Optional.empty();
        Optional<CompletableFuture<Synced>> syncing = Optional.empty();
        Optional<Joined> joined = Optional.empty();

        Client(String instance) {
            this.instance = instance;
        }

        Optional<String> instanceId() {
            return instance.isEmpty() ? Optional.empty() : Optional.of(instance);
        }

        Groups.Member member() {
            return new Groups.Member(
                    "g", id, instanceId(), joined.map(Joined::generationId).orElse(-1));
        }
    }

    /** Everything that was ever answered. */
    private static final class History {
        final Map<Integer, String> leaders = new HashMap<>();
        final List<CompletableFuture<?>> asked = new ArrayList<>();

        /** The broker has died: it never answers what it was asked, and may give a lost generation's number again. */
        void lost(List<Client> clients) {
            asked.removeIf(reply -> !reply.isDone());
            leaders.clear();
            clients.forEach(client -> {
                client.joining = Optional.empty();
                client.syncing = Optional.empty();
            });
        }
    }

    @Property(tries = 300)
    void whateverClientsDoTheProtocolHolds(
            @ForAll long seed,
            @ForAll @IntRange(min = 0, max = 200) int delayMs,
            @ForAll @IntRange(min = 2, max = 6) int maxSize) {
        Random random = new Random(seed);
        ClassicScript group = new ClassicScript(random.nextBoolean() ? 0 : delayMs, maxSize);
        History history = new History();
        List<Client> clients = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            clients.add(new Client(i < 2 ? "instance-" + i : ""));
        }
        for (int step = 0; step < 120; step++) {
            if (random.nextInt(40) == 0) {
                group.crash();
                history.lost(clients);
            }
            act(group, history, clients.get(random.nextInt(clients.size())), random);
            clients.forEach(client -> read(client, history));
            assertThat(group.isAsKept()).isTrue();
            assertThat(group.machine.roster().countJoining()).isLessThanOrEqualTo(maxSize);
        }
        everybodyFallsSilent(group);
        assertThat(history.asked).allMatch(CompletableFuture::isDone, "answered in the end");
        assertThat(group.machine.roster().isEmpty()).isTrue();
        assertThat(group.machine.state()).isEqualTo(ClassicState.EMPTY);
        assertThat(group.machine.isVacant()).isTrue();
        assertThat(group.wakeAtMs).as("an empty group wants no time").isEqualTo(Alarm.NEVER);
    }

    private static void act(ClassicScript group, History history, Client client, Random random) {
        switch (random.nextInt(11)) {
            case 0, 1, 2 -> join(group, history, client, random);
            case 3, 4, 5 -> sync(group, history, client);
            case 6 -> group.heartbeat(client.member());
            case 7 -> group.commit(client.member());
            case 8 -> group.pass(random.nextInt(random.nextInt(10) == 0 ? 70_000 : 4_000));
            case 9 -> hangUp(group, client, random);
            default -> leaveOrRestart(group, client, random);
        }
    }

    private static void join(ClassicScript group, History history, Client client, Random random) {
        String metadata = random.nextInt(4) == 0 ? "range=v" + random.nextInt(3) : "range";
        CompletableFuture<Joined> reply =
                group.join(ClassicScript.request(client.id, client.instance, random.nextBoolean(), metadata, "sticky"));
        history.asked.add(reply);
        client.joining = Optional.of(reply);
    }

    private static void sync(ClassicScript group, History history, Client client) {
        if (client.joined.isEmpty()) {
            return;
        }
        Joined joined = client.joined.get();
        Map<String, ByteBuffer> assignments = new HashMap<>();
        if (!joined.skipAssignment()) {
            joined.members()
                    .forEach(m -> assignments.put(
                            m.memberId(), ClassicScript.bytes(joined.generationId() + ":" + m.memberId())));
        }
        CompletableFuture<Synced> reply = group.sync(client.member(), assignments);
        history.asked.add(reply);
        client.syncing = Optional.of(reply);
    }

    /** The client's connection breaks; it may come back under its id. */
    private static void hangUp(ClassicScript group, Client client, Random random) {
        client.joining.ifPresent(reply -> group.apply(new GroupEvent.Abandoned(reply)));
        client.syncing.ifPresent(reply -> group.apply(new GroupEvent.Abandoned(reply)));
        client.joining = Optional.empty();
        client.syncing = Optional.empty();
        if (random.nextBoolean()) {
            client.id = "";
            client.joined = Optional.empty();
        }
    }

    private static void leaveOrRestart(ClassicScript group, Client client, Random random) {
        if (random.nextBoolean() && !client.id.isEmpty()) {
            group.leave(new Groups.Leaving(client.id, client.instanceId(), ""));
        }
        client.id = "";
        client.joined = Optional.empty();
        client.joining = Optional.empty();
        client.syncing = Optional.empty();
    }

    private static void read(Client client, History history) {
        client.joining
                .filter(CompletableFuture::isDone)
                .map(CompletableFuture::join)
                .ifPresent(joined -> {
                    client.joining = Optional.empty();
                    readJoined(client, joined, history);
                });
        client.syncing
                .filter(CompletableFuture::isDone)
                .map(CompletableFuture::join)
                .ifPresent(synced -> {
                    client.syncing = Optional.empty();
                    readSynced(client, synced);
                });
    }

    private static void readJoined(Client client, Joined joined, History history) {
        if (joined.error() == ErrorCode.NONE || joined.error() == ErrorCode.MEMBER_ID_REQUIRED) {
            client.id = joined.memberId();
        } else if (joined.error() == ErrorCode.UNKNOWN_MEMBER_ID || joined.error() == ErrorCode.FENCED_INSTANCE_ID) {
            client.id = "";
        }
        if (joined.error() != ErrorCode.NONE) {
            client.joined = Optional.empty();
            return;
        }
        client.joined = Optional.of(joined);
        boolean leads = joined.leaderId().equals(joined.memberId());
        assertThat(joined.members().isEmpty())
                .as("only the leader sees the members")
                .isEqualTo(!leads);
        if (client.instance.isEmpty() && leads) {
            String before = history.leaders.putIfAbsent(joined.generationId(), joined.leaderId());
            assertThat(before == null ? joined.leaderId() : before)
                    .as("generation %s has one leader", joined.generationId())
                    .isEqualTo(joined.leaderId());
        }
        if (leads) {
            assertThat(joined.members()).anyMatch(m -> m.memberId().equals(joined.memberId()));
        }
    }

    private static void readSynced(Client client, Synced synced) {
        if (synced.error() != ErrorCode.NONE || client.joined.isEmpty()) {
            return;
        }
        String assignment = ClassicScript.text(synced.assignment());
        if (client.instance.isEmpty() && !assignment.isEmpty()) {
            assertThat(assignment)
                    .as("the assignment is the leader's, of the client's generation, and for the client")
                    .isEqualTo(client.joined.get().generationId() + ":" + client.id);
        }
    }

    /** All clients are gone: sessions and rebalances time out one after the other. */
    private static void everybodyFallsSilent(ClassicScript group) {
        group.pass(1_000_000);
    }
}
