package gossip.core.group;

import gossip.api.ErrorCode;
import gossip.api.PartitionId;
import gossip.api.TopicPartition;
import gossip.api.broker.ConsumerGroups.Beaten;
import gossip.api.broker.Groups;
import gossip.api.broker.Groups.Joined;
import gossip.api.broker.Groups.Synced;
import gossip.api.metadata.MetadataImage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/**
 * A consumer as it sees itself, that speaks the consumer protocol or, cooperatively, the classic one. It gives up what it no
 * longer has with a step of its own, as a client does that has to commit first.
 */
final class SimulatedConsumer {
    final String name;
    final boolean classic;
    private final Optional<String> instance;
    private final Set<String> topics;
    private int incarnations;

    String id = "";
    boolean alive = true;
    /** What it reads at this moment. */
    Set<TopicPartition> owned = new HashSet<>();

    private Set<TopicPartition> assigned = new HashSet<>();
    private int epoch;
    private boolean joined;
    private Optional<CompletableFuture<Joined>> joining = Optional.empty();
    private Optional<CompletableFuture<Synced>> syncing = Optional.empty();

    SimulatedConsumer(String name, boolean classic, Optional<String> instance, Set<String> topics) {
        this.name = name;
        this.classic = classic;
        this.instance = instance;
        this.topics = topics;
        restart();
    }

    boolean wantsBoth() {
        return topics.size() > 1;
    }

    /** Its process dies; what it read is read by nobody. */
    void restart() {
        alive = true;
        id = classic ? "" : name + "-" + ++incarnations;
        forgetEverything();
    }

    /** Its connection is gone, and with it what it waits for. */
    void disconnected() {
        joining = Optional.empty();
        syncing = Optional.empty();
    }

    void die() {
        alive = false;
        forgetEverything();
    }

    private void forgetEverything() {
        owned.clear();
        assigned.clear();
        epoch = 0;
        joined = false;
        joining = Optional.empty();
        syncing = Optional.empty();
    }

    void leave(GroupHost group) {
        if (joined && classic) {
            group.leave(id);
        } else if (joined) {
            group.beat(GroupHost.staying(id, instance, instance.isPresent() ? -2 : -1, Optional.empty()));
        }
        restart();
    }

    /** Does what is next for it. */
    void step(GroupHost group) {
        owned.retainAll(assigned);
        if (classic) {
            stepClassic(group);
        } else {
            stepConsumer(group);
        }
    }

    private void stepConsumer(GroupHost group) {
        Beaten beaten = group.beat(
                joined
                        ? GroupHost.staying(id, instance, epoch, Optional.of(ids(group.metadata, owned)))
                        : GroupHost.joining(id, instance, topics, ""));
        if (beaten.error() != ErrorCode.NONE) {
            forgetEverything();
            return;
        }
        joined = true;
        id = beaten.memberId();
        epoch = beaten.memberEpoch();
        beaten.assignment().ifPresent(partitions -> assign(names(group.metadata, partitions)));
    }

    private void assign(Set<TopicPartition> partitions) {
        assigned = partitions;
        owned.addAll(partitions);
    }

    private void stepClassic(GroupHost group) {
        if (joining.isPresent()) {
            joining.filter(CompletableFuture::isDone)
                    .map(CompletableFuture::join)
                    .ifPresent(answer -> read(answer, group));
        } else if (syncing.isPresent()) {
            syncing.filter(CompletableFuture::isDone)
                    .map(CompletableFuture::join)
                    .ifPresent(answer -> read(answer, group));
        } else if (!joined) {
            join(group);
        } else {
            ErrorCode answer = group.heartbeat(member());
            if (answer == ErrorCode.REBALANCE_IN_PROGRESS) {
                join(group);
            } else if (answer != ErrorCode.NONE) {
                startAnew(answer);
            }
        }
    }

    private void startAnew(ErrorCode why) {
        forgetEverything();
        if (why == ErrorCode.UNKNOWN_MEMBER_ID || why == ErrorCode.FENCED_INSTANCE_ID) {
            id = "";
        }
    }

    private Groups.Member member() {
        return new Groups.Member("g", id, instance, epoch);
    }

    private void join(GroupHost group) {
        joined = false;
        joining = Optional.of(group.join(new Groups.Join(
                "g",
                id,
                instance,
                instance.isEmpty(),
                "consumer",
                List.of(new Groups.Protocol("cooperative-sticky", subscription())),
                10_000,
                60_000,
                "")));
        joining.filter(CompletableFuture::isDone).map(CompletableFuture::join).ifPresent(answer -> read(answer, group));
    }

    private void read(Joined answer, GroupHost group) {
        joining = Optional.empty();
        if (answer.error() == ErrorCode.MEMBER_ID_REQUIRED) {
            id = answer.memberId();
            return;
        }
        if (answer.error() == ErrorCode.REBALANCE_IN_PROGRESS) {
            return;
        }
        if (answer.error() != ErrorCode.NONE) {
            startAnew(answer.error());
            return;
        }
        id = answer.memberId();
        epoch = answer.generationId();
        boolean leads = answer.leaderId().equals(id) && !answer.skipAssignment();
        Map<String, ByteBuffer> assignments = leads ? divide(answer.members(), group) : Map.of();
        syncing = Optional.of(group.sync(new Groups.Sync(member(), Optional.empty(), Optional.empty(), assignments)));
    }

    private void read(Synced answer, GroupHost group) {
        syncing = Optional.empty();
        if (answer.error() == ErrorCode.REBALANCE_IN_PROGRESS) {
            return;
        }
        if (answer.error() != ErrorCode.NONE) {
            startAnew(answer.error());
            return;
        }
        joined = true;
        Set<TopicPartition> next = ClassicAssignment.decode(answer.assignment()).orElseThrow();
        boolean givesUp = !next.containsAll(owned);
        assigned = next;
        owned.retainAll(next);
        owned.addAll(next);
        if (givesUp) {
            join(group);
        }
    }

    /** Divides as a cooperative assignor does: what another says to own is given to nobody until it has given it up. */
    private Map<String, ByteBuffer> divide(List<Groups.JoinedMember> members, GroupHost group) {
        Map<TopicPartition, String> claims = new HashMap<>();
        Map<String, Subscription> wishes = new HashMap<>();
        for (Groups.JoinedMember member : members) {
            Subscription wish = Subscription.parse(member.metadata()).orElseThrow();
            wishes.put(member.memberId(), wish);
            wish.owned().forEach(partition -> claims.put(partition, member.memberId()));
        }
        Map<String, Set<TopicPartition>> parts = new HashMap<>();
        int turn = 0;
        for (TopicPartition partition : all(group.metadata)) {
            List<String> wanting = members.stream()
                    .map(Groups.JoinedMember::memberId)
                    .filter(m -> wishes.get(m).topics().contains(partition.topic()))
                    .sorted()
                    .toList();
            if (!wanting.isEmpty()) {
                String target = wanting.get(turn++ % wanting.size());
                if (claims.getOrDefault(partition, target).equals(target)) {
                    parts.computeIfAbsent(target, m -> new HashSet<>()).add(partition);
                }
            }
        }
        Map<String, ByteBuffer> encoded = new HashMap<>();
        wishes.keySet()
                .forEach(m -> encoded.put(m, ClassicAssignment.encode((short) 1, parts.getOrDefault(m, Set.of()))));
        return encoded;
    }

    private static List<TopicPartition> all(MetadataImage metadata) {
        List<TopicPartition> all = new ArrayList<>();
        metadata.topics().sorted((a, b) -> a.name().compareTo(b.name())).forEach(topic -> {
            for (int i = 0; i < topic.partitionCount(); i++) {
                all.add(new TopicPartition(topic.name(), i));
            }
        });
        return all;
    }

    private ByteBuffer subscription() {
        return subscription(topics, owned);
    }

    static ByteBuffer subscription(Set<String> topics, Set<TopicPartition> owned) {
        ByteBuffer bytes = ByteBuffer.allocate(4_096).putShort((short) 1).putInt(topics.size());
        new TreeSet<>(topics).forEach(topic -> text(bytes, topic));
        bytes.putInt(-1);
        Map<String, List<Integer>> byTopic = owned.stream()
                .collect(Collectors.groupingBy(
                        TopicPartition::topic, Collectors.mapping(TopicPartition::partition, Collectors.toList())));
        bytes.putInt(byTopic.size());
        byTopic.forEach((topic, numbers) -> {
            text(bytes, topic).putInt(numbers.size());
            numbers.stream().sorted().forEach(bytes::putInt);
        });
        return bytes.flip();
    }

    private static ByteBuffer text(ByteBuffer bytes, String text) {
        return bytes.putShort((short) text.length()).put(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Set<PartitionId> ids(MetadataImage metadata, Set<TopicPartition> partitions) {
        return partitions.stream()
                .flatMap(p -> metadata.topic(p.topic()).map(t -> new PartitionId(t.id(), p.partition())).stream())
                .collect(Collectors.toSet());
    }

    private static Set<TopicPartition> names(MetadataImage metadata, Set<PartitionId> partitions) {
        return partitions.stream()
                .map(p -> new TopicPartition(
                        metadata.topic(p.topicId()).orElseThrow().name(), p.partition()))
                .collect(Collectors.toSet());
    }
}
