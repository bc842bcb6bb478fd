package gossip.core.group;

import gossip.api.PartitionId;
import gossip.core.group.ConsumerMember.Holding;
import gossip.core.group.ConsumerMember.Profile;
import gossip.core.group.ConsumerRecords.Epochs;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What is known of a group of the consumer protocol. Every change goes through here, so that the entries to keep are known
 * and no partition ever has two owners. Belongs to one {@link ConsumerMachine}.
 */
final class ConsumerState {
    private final Map<String, ConsumerMember> members = new HashMap<>();
    private final Map<String, String> idsByInstance = new HashMap<>();
    private final Map<PartitionId, String> owners = new HashMap<>();
    private final Map<String, Set<PartitionId>> targets = new HashMap<>();
    private final Set<String> changed = new HashSet<>();

    private Epochs epochs = Epochs.FIRST;
    private Map<String, Set<String>> patterns = Map.of();

    Epochs epochs() {
        return epochs;
    }

    void epochs(Epochs next) {
        if (!next.equals(epochs)) {
            epochs = next;
            changed.add(ConsumerRecords.GROUP);
        }
    }

    /** Something has changed that targets depend on. */
    void bump() {
        epochs(new Epochs(epochs.epoch() + 1, epochs.assignmentEpoch(), epochs.topicsHash(), epochs.emptySinceMs()));
    }

    /** Names that match the members' patterns, by pattern. */
    Map<String, Set<String>> patterns() {
        return patterns;
    }

    void patterns(Map<String, Set<String>> next) {
        if (!next.equals(patterns)) {
            patterns = Map.copyOf(next);
            changed.add(ConsumerRecords.PATTERNS);
        }
    }

    int size() {
        return members.size();
    }

    Collection<ConsumerMember> members() {
        return members.values();
    }

    Optional<ConsumerMember> find(String id) {
        return Optional.ofNullable(members.get(id));
    }

    Optional<ConsumerMember> ofInstance(Optional<String> instanceId) {
        return instanceId.map(idsByInstance::get).flatMap(this::find);
    }

    boolean isFree(PartitionId partition) {
        return !owners.containsKey(partition);
    }

    Set<PartitionId> target(String id) {
        return targets.getOrDefault(id, Set.of());
    }

    void target(String id, Set<PartitionId> next) {
        Set<PartitionId> before = next.isEmpty() ? targets.remove(id) : targets.put(id, Set.copyOf(next));
        if (!next.equals(before == null ? Set.of() : before)) {
            changed.add(ConsumerRecords.TARGET + id);
        }
    }

    void put(ConsumerMember member) {
        Optional<ConsumerMember> before = find(member.id());
        before.ifPresent(this::disown);
        before.flatMap(known -> known.profile().instanceId())
                .ifPresent(instance -> idsByInstance.remove(instance, member.id()));
        own(member);
        members.put(member.id(), member);
        member.profile().instanceId().ifPresent(instance -> idsByInstance.put(instance, member.id()));
        if (!before.map(ConsumerMember::profile).equals(Optional.of(member.profile()))) {
            changed.add(ConsumerRecords.PROFILE + member.id());
        }
        if (!before.map(ConsumerMember::holding).equals(Optional.of(member.holding()))) {
            changed.add(ConsumerRecords.HOLDING + member.id());
        }
    }

    private static Stream<PartitionId> owned(ConsumerMember member) {
        return Stream.concat(member.holding().assigned().stream(), member.holding().revoking().stream());
    }

    private void own(ConsumerMember member) {
        owned(member).forEach(partition -> {
            String other = owners.putIfAbsent(partition, member.id());
            if (other != null && !other.equals(member.id())) {
                throw new IllegalStateException(
                        partition + " was about to be owned by " + member.id() + " and " + other + " at once");
            }
        });
    }

    private void disown(ConsumerMember member) {
        owned(member).forEach(partition -> owners.remove(partition, member.id()));
    }

    void remove(ConsumerMember member) {
        disown(member);
        members.remove(member.id());
        member.profile().instanceId().ifPresent(instance -> idsByInstance.remove(instance, member.id()));
        target(member.id(), Set.of());
        changed.add(ConsumerRecords.PROFILE + member.id());
        changed.add(ConsumerRecords.HOLDING + member.id());
    }

    /** Puts a member's new incarnation into the place of the old one, with all that it has and will have. */
    void replace(ConsumerMember old, ConsumerMember incarnation) {
        Set<PartitionId> target = target(old.id());
        remove(old);
        put(incarnation);
        target(incarnation.id(), target);
    }

    /** Puts back what was kept. */
    void restore(Map<String, ByteBuffer> entries) {
        Optional.ofNullable(entries.get(ConsumerRecords.GROUP)).ifPresent(entry -> epochs = Epochs.decode(entry));
        Optional.ofNullable(entries.get(ConsumerRecords.PATTERNS))
                .ifPresent(entry -> patterns = Map.copyOf(ConsumerRecords.patterns(entry)));
        entries.forEach((name, entry) -> {
            if (name.startsWith(ConsumerRecords.PROFILE)) {
                String id = name.substring(ConsumerRecords.PROFILE.length());
                Profile profile = ConsumerRecords.profile(entry);
                Holding holding = Optional.ofNullable(entries.get(ConsumerRecords.HOLDING + id))
                        .map(ConsumerRecords::holding)
                        .orElse(Holding.NOTHING);
                put(new ConsumerMember(id, profile, holding));
            } else if (name.startsWith(ConsumerRecords.TARGET)) {
                String id = name.substring(ConsumerRecords.TARGET.length());
                targets.put(id, Set.copyOf(ConsumerRecords.target(entry)));
            }
        });
        changed.clear();
    }

    /** The entries that have changed since the last time. */
    Map<String, Optional<ByteBuffer>> takeChanges() {
        Map<String, Optional<ByteBuffer>> changes = new LinkedHashMap<>();
        changed.forEach(name -> changes.put(name, entry(name)));
        changed.clear();
        return changes;
    }

    /** Forgets all entries, as when the group goes on under another protocol. */
    Map<String, Optional<ByteBuffer>> tombstones() {
        Map<String, Optional<ByteBuffer>> gone = new LinkedHashMap<>();
        List.of(ConsumerRecords.GROUP, ConsumerRecords.PATTERNS).forEach(name -> gone.put(name, Optional.empty()));
        Set<String> ids = new HashSet<>(members.keySet());
        ids.addAll(targets.keySet());
        for (String id : ids) {
            gone.put(ConsumerRecords.PROFILE + id, Optional.empty());
            gone.put(ConsumerRecords.HOLDING + id, Optional.empty());
            gone.put(ConsumerRecords.TARGET + id, Optional.empty());
        }
        changed.forEach(name -> gone.put(name, Optional.empty()));
        return gone;
    }

    private Optional<ByteBuffer> entry(String name) {
        if (name.equals(ConsumerRecords.GROUP)) {
            return Optional.of(epochs.encode());
        }
        if (name.equals(ConsumerRecords.PATTERNS)) {
            return patterns.isEmpty() ? Optional.empty() : Optional.of(ConsumerRecords.encodePatterns(patterns));
        }
        String id = name.substring(name.indexOf('/') + 1);
        if (name.startsWith(ConsumerRecords.TARGET)) {
            return Optional.ofNullable(targets.get(id)).map(ConsumerRecords::encodeTarget);
        }
        return name.startsWith(ConsumerRecords.PROFILE)
                ? find(id).map(member -> ConsumerRecords.encode(member.profile()))
                : find(id).map(member -> ConsumerRecords.encode(member.holding()));
    }
}
